"""Work outside the web process: rows with a lease, a heartbeat, steps and progress; survives `kill -9`."""
