from os import PathLike
from typing import Optional, Tuple, Union

CONTRACT: int
VERSION: str

class Engine:
    def __init__(self, tables: Optional[Union[str, "PathLike[str]"]] = None, over: bool = False) -> None: ...
    def call(self, name: str, request: bytes) -> Tuple[int, str]: ...
