"""The daily dump: every case and every event as files anybody can take and check offline."""
