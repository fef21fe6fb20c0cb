"""The press: from a sheet to HTML, the same for the browser and for print, and from HTML to PDF.

Nothing is imported here: `process` is loaded by a server process before Django is set up, `engine` needs the Pango
libraries.
"""
