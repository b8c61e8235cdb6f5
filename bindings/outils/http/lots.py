"""Ce que schemathesis ne sait pas seul : écrire un lot, et que chaque ligne d'un lot a sa réponse."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson", "application/jsonl", "application/ndjson")
def lines(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.check
def every_line_has_its_answer(ctx, response, case):
    if case.operation.path != "/v1/lots" or response.status_code != 200:
        return
    body = response.request.body or b""
    asked = [line for line in body.split(b"\n") if line.strip(b" \t\r")]
    answers = response.content.decode("utf-8").splitlines()
    assert len(answers) == len(asked), f"{len(asked)} lignes, {len(answers)} réponses"
    for answer in answers:
        value = json.loads(answer)
        assert isinstance(value, list) or value["version_interface"] == 1, answer
