"""What a monitoring system reads at /metrics. See decisions/0038 and deploy/alarms.yml."""
