"""`/api/v1/openness`: classes, inventories, applications. An address with a fixed last word comes before those with any."""

from ninja import Router

from springhead.procedures.openness import application_api, class_api, inventory_api

router = Router()
router.add_router("", application_api.router)
router.add_router("", inventory_api.router)
router.add_router("", class_api.router)
