"""The client, against a sandbox or a scripted server that answers what no sandbox would."""
