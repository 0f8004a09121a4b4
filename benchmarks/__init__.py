"""What the service costs, beside something else that is measured in the same run; `python -m benchmarks` runs it."""
