"""What people write on an inspection's page: values, findings with causes, recommendations with assignments."""
