"""Allowed types of parts of a Word or Excel file, and allowed relations between them; all others are refused.

Sources: ECMA-376 parts 1 and 2; Microsoft's [MS-DOCX], [MS-XLSX], [MS-OI29500] for the newer ones.
"""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_PACKAGE = "application/vnd.openxmlformats-package."
MAIN_TYPES = {
    "docx": f"{_OFFICE}wordprocessingml.document.main+xml",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet.main+xml",
}
RELATIONS_TYPE = f"{_PACKAGE}relationships+xml"
STYLES_TYPE = f"{_OFFICE}wordprocessingml.styles+xml"
THEME_TYPE = f"{_OFFICE}theme+xml"
CHART_TYPES = {f"{_OFFICE}drawingml.chart+xml", "application/vnd.ms-office.chartex+xml"}
WORKBOOK_TYPE = f"{_OFFICE}spreadsheetml.sheet"  # a whole workbook: known only behind a chart, and judged itself
PROPERTY_TYPES = {
    f"{_PACKAGE}core-properties+xml",
    f"{_OFFICE}extended-properties+xml",
    f"{_OFFICE}custom-properties+xml",
}

_OFFICE_PARTS = """
    wordprocessingml.styles wordprocessingml.settings wordprocessingml.websettings wordprocessingml.fonttable
    wordprocessingml.numbering wordprocessingml.header wordprocessingml.footer wordprocessingml.footnotes
    wordprocessingml.endnotes wordprocessingml.comments wordprocessingml.commentsextended
    wordprocessingml.commentsids wordprocessingml.commentsextensible wordprocessingml.people
    wordprocessingml.document.glossary spreadsheetml.worksheet spreadsheetml.chartsheet spreadsheetml.styles
    spreadsheetml.sharedstrings spreadsheetml.table spreadsheetml.tablesinglecells spreadsheetml.comments
    spreadsheetml.calcchain spreadsheetml.pivottable spreadsheetml.pivotcachedefinition
    spreadsheetml.pivotcacherecords spreadsheetml.sheetmetadata spreadsheetml.revisionheaders
    spreadsheetml.revisionlog spreadsheetml.usernames theme themeoverride drawing drawingml.chart
    drawingml.chartshapes drawingml.diagramdata drawingml.diagramlayout drawingml.diagramstyle
    drawingml.diagramcolors extended-properties custom-properties customxmlproperties
"""
_MICROSOFT_PARTS = """
    ms-word.styleswitheffects ms-office.documenttasks ms-office.chartstyle ms-office.chartcolorstyle
    ms-office.chartex ms-office.drawingml.diagramdrawing ms-office.classificationlabels
    ms-excel.threadedcomments ms-excel.person ms-excel.slicer ms-excel.slicercache ms-excel.timeline
    ms-excel.timelinecache ms-excel.controlproperties ms-excel.featurepropertybag ms-excel.rdrichvalue
    ms-excel.rdrichvaluestructure ms-excel.rdrichvaluetypes ms-excel.rdarray ms-excel.richstyles
    ms-excel.rdsupportingpropertybag ms-excel.rdsupportingpropertybagstructure ms-excel.richvaluerel
    wps-officedocument.cellimage
"""
KNOWN_TYPES = {
    *MAIN_TYPES.values(),
    *PROPERTY_TYPES,
    RELATIONS_TYPE,
    *(f"{_OFFICE}{name}+xml" for name in _OFFICE_PARTS.split()),
    *(f"application/vnd.{name}+xml" for name in _MICROSOFT_PARTS.split()),
    f"{_OFFICE}vmldrawing",
    f"{_OFFICE}obfuscatedfont",
    f"{_OFFICE}spreadsheetml.customproperty",
    f"{_OFFICE}spreadsheetml.printersettings",
    f"{_OFFICE}wordprocessingml.printersettings",
    f"{_PACKAGE}digital-signature-origin",
    f"{_PACKAGE}digital-signature-xmlsignature+xml",
    f"{_PACKAGE}digital-signature-certificate",
    "application/inkml+xml",
    "application/x-fontdata",
    "application/x-font-ttf",
    "application/xml",
    "text/xml",
    "text/plain",
}
KNOWN_ENDINGS = {  # of parts without a type, which no program of Office would open
    "xml": "application/xml",
    "rels": RELATIONS_TYPE,
    **dict.fromkeys(["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg", "wdp"], "image/*"),
}
_RELATIONS = """
    officedocument core-properties extended-properties custom-properties thumbnail origin signature certificate
    styles styleswitheffects settings websettings fonttable font numbering theme themeoverride header footer
    footnotes endnotes comments commentsextended commentsids commentsextensible people glossarydocument image
    hdphoto hyperlink ink customxml customxmlprops drawing vmldrawing legacydrawing legacydrawinghf chart
    chartex chartusershapes chartstyle chartcolorstyle diagramdata diagramlayout diagramquickstyle diagramcolors
    diagramdrawing worksheet chartsheet sharedstrings calcchain table pivottable pivotcachedefinition
    pivotcacherecords sheetmetadata printersettings customproperty threadedcomment person slicer slicercache
    timeline timelinecache ctrlprop featurepropertybag rdrichvalue rdrichvaluestructure rdrichvaluetypes rdarray
    richstyles rdsupportingpropertybag rdsupportingpropertybagstructure richvaluerel revisionheaders revisionlog
    usernames classificationlabels documenttasks tablesinglecells cellimage
"""
KNOWN_RELATIONS = set(_RELATIONS.split())
GENERIC_TYPES = {"", "application/xml", "text/xml"}  # say nothing of what a part is: its name is looked at as well
PROGRAMS = ("vba", "macro", "activex", "control", "customui", "extensibility", "keymap", "toolbar", "webextension")
PROGRAMS += ("jsaproject", "dialogsheet")
FILES_WITHIN = ("oleobject", "package", "afchunk", "subdocument", "audio", "video", "pdf")
FILES_WITHIN += ("spreadsheetml.sheet", "wordprocessingml.document", "presentationml.presentation")
FETCHED = ("externallink", "connections", "querytable", "attachedtemplate", "frame", "mailmerge", "recipientdata")
FETCHED += ("transform", "volatiledependencies")


def fault_of(unknown: str) -> str:
    """Return the fault code for an unknown type, relation or name; the specific code where the kind is known, else
    "strange_part".
    """
    for words, code in ((PROGRAMS, "script"), (FILES_WITHIN, "embedded"), (FETCHED, "foreign_parts")):
        if any(word in unknown for word in words):
            return code
    return "strange_part"
