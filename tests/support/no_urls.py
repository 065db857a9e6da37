"""No addresses: nurseries have no pages."""

urlpatterns: list[object] = []
