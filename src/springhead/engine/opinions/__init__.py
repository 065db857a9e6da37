"""Opinion groups: from agree, disagree and pass to a picture that anyone can recompute from the published votes."""
