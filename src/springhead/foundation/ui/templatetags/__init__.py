"""Template tags of the product: `{% load springhead %}`."""
