"""What a unit asks about its self-report, and what the inspecting body's staff answer."""
