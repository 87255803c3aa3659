"""What the operator of a site sets once: names, numbers the law asks for, the footer."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.fields import StreamField


class FooterLinkBlock(blocks.StructBlock):
    """One link of the footer: to a page of the site or elsewhere."""

    label = blocks.CharBlock(label=_("文字"), max_length=20)
    page = blocks.PageChooserBlock(label=_("本站页面"), required=False)
    url = blocks.URLBlock(label=_("外部网址"), required=False)

    class Meta:
        icon = "link"
        label = _("页脚链接")


@register_setting(icon="site", order=100)
class SiteSettings(BaseSiteSetting):
    """Name, filing numbers, contact and footer of a site."""

    name = models.CharField(_("网站名称"), max_length=30, default="红帆党建")
    organisation = models.CharField(
        _("主办单位"),
        max_length=60,
        blank=True,
        help_text=_("显示在页脚，例如：中共某某镇委员会。"),
    )
    icp_number = models.CharField(
        _("ICP 备案号"),
        max_length=40,
        blank=True,
        help_text=_("例如：京ICP备12345678号。显示在每页底部并链接到工信部网站。"),
    )
    police_number = models.CharField(
        _("公安备案号"),
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(r"\d", _("公安备案号里应有数字，例如：京公网安备11010802012345号。"))
        ],
        help_text=_("例如：京公网安备11010802012345号。"),
    )
    licence_number = models.CharField(
        _("互联网新闻信息服务许可证编号"),
        max_length=40,
        blank=True,
        help_text=_("发布或转载时政新闻的网站填写。"),
    )
    site_code = models.CharField(
        _("网站标识码"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z]+$", _("网站标识码只有数字和字母。"))],
        help_text=_("政府网站有，写进网页的标签（SiteIDCode）；没有就留空。"),
    )
    contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    contact_email = models.EmailField(_("联系邮箱"), blank=True)
    contact_address = models.CharField(_("地址"), max_length=100, blank=True)
    footer_links = StreamField(
        [("link", FooterLinkBlock())], blank=True, verbose_name=_("页脚链接")
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("organisation")], heading=_("名称")),
        MultiFieldPanel(
            [
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("licence_number"),
                FieldPanel("site_code"),
            ],
            heading=_("备案与许可"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_phone"),
                FieldPanel("contact_email"),
                FieldPanel("contact_address"),
            ],
            heading=_("联系方式"),
        ),
        FieldPanel("footer_links"),
    ]

    @property
    def police_code(self) -> str:
        """The digits of the 公安 number, which its registry's address asks for."""
        return "".join(char for char in self.police_number if char.isdigit())

    class Meta:
        verbose_name = _("网站设置")
