"""The worker stands at the top of the site; the others come in each language."""

from django.urls import path

from offline import views

worker_urlpatterns = [path("service-worker.js", views.service_worker, name="service_worker")]

urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.offline, name="offline"),
]
