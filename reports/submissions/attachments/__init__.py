"""The files of self-reports as they are named, listed, shown and sent."""
