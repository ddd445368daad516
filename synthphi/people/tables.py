"""Slices of the pools as Arrow tables: what the corpus exports, for Exact Data Match among others."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, TypeAlias

import pyarrow as pa

from synthphi.people.pools import Pools

_Columns: TypeAlias = tuple[tuple[str, str, Any], ...]

_TEXT = pa.string()
_ADDRESS: _Columns = (
    ("street", "address.street", _TEXT),
    ("city", "address.city", _TEXT),
    ("state", "address.state", _TEXT),
    ("zip_code", "address.zip_code", _TEXT),
    ("area_code", "address.area_code", _TEXT),
)
_NAME: _Columns = (
    ("first_name", "name.first", _TEXT),
    ("middle_name", "name.middle", _TEXT),
    ("last_name", "name.last", _TEXT),
)


def _texts(*names: str) -> _Columns:
    return tuple((name, name, _TEXT) for name in names)


# Column name, attribute of the record, type.
_PATIENT: _Columns = (
    ("person_id", "person_id", _TEXT),
    ("number", "number", pa.int64()),
    *_NAME,
    *_texts("own_name"),
    ("sex", "sex", _TEXT),
    ("birth_date", "birth_date", pa.date32()),
    *_ADDRESS,
    *_texts("phone", "mobile", "fax", "email", "portal_user", "portal_url", "ip_address", "ssn", "mbi", "member_id"),
    *_texts("group_id", "insurer", "account", "card_number", "driver_license", "vehicle_plate", "vehicle_vin"),
    *_texts("device_serial", "device_udi", "biometric_id", "study_id", "employer", "occupation", "marital_status"),
    ("relative_first_name", "relative.name.first", _TEXT),
    ("relative_middle_name", "relative.name.middle", _TEXT),
    ("relative_last_name", "relative.name.last", _TEXT),
    ("relative_relationship", "relative.relationship", _TEXT),
    ("relative_phone", "relative.phone", _TEXT),
    ("facility_number", "facility_number", pa.int64()),
    ("provider_number", "provider_number", pa.int64()),
    ("mrn", "mrn", _TEXT),
)
_PROVIDER: _Columns = (
    ("provider_id", "provider_id", _TEXT),
    ("number", "number", pa.int64()),
    *_NAME,
    *_texts("credential", "specialty", "sex"),
    ("facility_number", "facility_number", pa.int64()),
    *_texts("npi", "dea", "state_license", "phone", "fax", "email", "username"),
)
_FACILITY: _Columns = (
    ("facility_id", "facility_id", _TEXT),
    ("number", "number", pa.int64()),
    *_texts("name", "kind"),
    *_ADDRESS,
    *_texts("phone", "fax", "domain", "website", "npi"),
    ("departments", "departments", pa.list_(_TEXT)),
    ("mrn_prefix", "mrn_prefix", _TEXT),
)


def patients_table(pools: Pools, start: int, stop: int) -> pa.Table:
    """Return the patients from `start` to before `stop`, one row each, parts of names and addresses as columns."""
    return _table(_PATIENT, map(pools.patient, range(start, stop)))


def providers_table(pools: Pools, start: int, stop: int) -> pa.Table:
    """Return the providers from `start` to before `stop`, one row each."""
    return _table(_PROVIDER, map(pools.provider, range(start, stop)))


def facilities_table(pools: Pools, start: int, stop: int) -> pa.Table:
    """Return the facilities from `start` to before `stop`, one row each; `departments` is a list."""
    return _table(_FACILITY, map(pools.facility, range(start, stop)))


def _table(columns: _Columns, records: Iterable[object]) -> pa.Table:
    rows = [attrgetter(*(path for _, path, _ in columns))(record) for record in records]
    values: Iterable[tuple[Any, ...]] = zip(*rows, strict=True) if rows else ((),) * len(columns)
    schema = pa.schema([(name, kind) for name, _, kind in columns])
    return pa.table(dict(zip(schema.names, map(list, values), strict=True)), schema=schema)
