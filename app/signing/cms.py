"""The one place that imports the libraries of signatures, in the order they need.

pyHanko adds its attributes to asn1crypto's CMS tables while it is imported; read before that, the tables stay without them and
`signing_certificate_v2` raises later. So whoever wants asn1crypto takes it from here.
"""

from __future__ import annotations

import logging

# isort: off
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors, policy_decl
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.fetchers.common_utils import format_ocsp_request, process_ocsp_response_data
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response
from pyhanko_certvalidator.registry import SimpleCertificateStore
from asn1crypto import algos, cms, core, crl, keys, ocsp, parser, tsp, x509  # type: ignore[import-untyped]
# isort: on

__all__ = [
    "AuthorityWithCert", "CertificateValidator",
    "SignatureValidationError", "SimpleCertificateStore", "ValidationContext", "algos", "cms", "core",
    "crl", "errors", "format_ocsp_request", "generic_cms", "keys", "ocsp", "parser", "policy_decl",
    "process_ocsp_response_data", "tsp", "verify_crl", "verify_ocsp_response", "x509",
]  # fmt: skip

for name in ("pyhanko", "pyhanko_certvalidator"):  # they tell subjects of certificates to the log
    logging.getLogger(name).setLevel(logging.CRITICAL)
