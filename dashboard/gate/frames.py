"""The filter of WebSocket frames: the few messages of a browser that are let through to Streamlit."""

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # it ships no types
from streamlit.proto.BackMsg_pb2 import BackMsg

FRAMES = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"})
"""What a page needs. The others clear everybody's caches, tell of the server's files, or change its settings."""

OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})
"""The same for the operations inside backend_operation_request: the others write files into the project's folder."""


def is_allowed(data: bytes | None) -> bool:
    """Whether a message is one that a page needs; anything that is no message of Streamlit's is not."""
    if data is None:
        return False
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        return message.backend_operation_request.WhichOneof("payload") in OPERATIONS
    return kind in FRAMES
