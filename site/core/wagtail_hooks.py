from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.link_handlers import InternalLinkHandler


# After Wagtail's own, whose handler of page links it replaces.
@hooks.register("register_rich_text_features", order=1)
def link_pages_in_bulk(features: FeatureRegistry) -> None:
    features.register_link_type(InternalLinkHandler)
