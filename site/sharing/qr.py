"""QR codes as SVG."""

import io

import segno


def svg(address: str) -> bytes:
    """``address`` as a code with its quiet margin, black on white in every mode: scanners want
    that. Error correction Q survives a torn corner."""
    buffer = io.BytesIO()
    code = segno.make(address, error="q", boost_error=False, micro=False)
    code.save(
        buffer,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
    )
    return buffer.getvalue()
