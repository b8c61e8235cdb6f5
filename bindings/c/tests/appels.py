"""La bibliothèque C appelée depuis Python par ctypes : appels.py LIBCDDU."""

import ctypes
import json
import pathlib
import sys

CASES = pathlib.Path(__file__).resolve().parents[3] / "schemas/v1/cases"
lib = ctypes.CDLL(sys.argv[1])
lib.cddu_contract.restype = ctypes.c_uint32
lib.cddu_open.restype = ctypes.c_void_p
lib.cddu_open.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p)]
lib.cddu_close.argtypes = [ctypes.c_void_p]
lib.cddu_call.restype = ctypes.c_int32
lib.cddu_call.argtypes = [
    ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t,
    ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t),
]
lib.cddu_free.argtypes = [ctypes.c_void_p]

engine = lib.cddu_open(None, None)
assert engine and lib.cddu_contract() == 1
seen = 0
for case in json.loads((CASES / "index.json").read_text("utf-8")):
    stem = CASES / case["appel"] / case["cas"]
    request = pathlib.Path(f"{stem}.demande.json").read_bytes()
    reply, length = ctypes.c_void_p(), ctypes.c_size_t()
    status = lib.cddu_call(engine, case["appel"].encode(), request, len(request), ctypes.byref(reply), ctypes.byref(length))
    text = ctypes.string_at(reply, length.value)
    lib.cddu_free(reply)
    assert status == case["statut"], case
    assert text + b"\n" == pathlib.Path(f"{stem}.reponse.json").read_bytes(), case
    seen += 1
assert seen >= 29
lib.cddu_close(engine)
print(f"ctypes : {seen} cas")
