"""The gate: who may come in, with which token, what they may ask for and send, and what every answer says."""
