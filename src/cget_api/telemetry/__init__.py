"""What the service tells of itself: log, metrics, spans and health; none of them ever holds variables."""
