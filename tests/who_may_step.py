"""Who may take which step on its page: a specification that test_every_url.py reads and checks.

A line is a record and a step; a column is a person of the cast (tests/conftest.py). `state`: the record is put into it
first. The step leads out of that state, but for `submit` from `recorded`, which must be refused. Records are those of
the world OPEN, described in who_sees_what.py; after each try everything is as before.

"200/302": the status of GET, then of POST with all that the step asks for; one status: of both. 404: the step is taken
by no person, or its record isn't visible. 409: the page says what is missing, or that the state is another. "-": not
tried.
"""

STEPS = """
record            step       state         minh    ngoc    binh    son van lan     khoa    hoa tuyet thu xuan nobody
campaign          open       draft         403     200/302 403     404 404 404     404     404 404   404 404  302
campaign          close      open          403     200/409 403     403 403 403     403     404 403   404 404  302
campaign          reopen     closed        403     200/302 403     403 403 403     403     404 403   404 404  302
campaign          cancel     open          403     200/302 403     403 403 403     403     404 403   404 404  302
campaign          take_over  open          403     403     403     403 403 403     403     404 403   404 404  302
campaign          follow     open          404     404     404     404 404 404     404     404 404   404 404  302
inspection        notify     planned       200/302 403     403     404 404 404     404     404 404   404 404  302
inspection        start      notified      200/302 403     200/302 404 404 403     403     404 404   404 404  302
inspection        submit     recorded      403     403     409     404 404 403     403     404 404   404 404  302
inspection        record     in_session    403     403     200/302 404 404 403     403     404 404   404 404  302
inspection        draft      recorded      200/302 403     200/302 404 404 403     403     404 404   404 404  302
inspection        submit     drafting      403     403     200/302 404 404 403     403     404 404   404 404  302
inspection        send_back  for_decision  403     200/302 403     404 404 403     403     404 404   404 404  302
inspection        attach     for_decision  200     200     403     404 404 403     403     404 404   404 404  302
inspection        conclude   for_decision  403     200     403     404 404 403     403     404 404   404 404  302
inspection        follow     concluded     404     404     404     404 404 404     404     404 404   404 404  302
inspection        close      followed_up   200/409 403     403     403 403 403     403     404 403   404 404  302
inspection        postpone   notified      200/302 403     403     404 404 403     403     404 404   404 404  302
inspection        resume     postponed     200/302 403     403     404 404 403     403     404 404   404 404  302
inspection        cancel     in_session    403     200/302 403     404 404 403     403     404 404   404 404  302
document          submit     draft         200/302 403     200/302 404 404 404     404     404 404   404 404  302
document          send_back  submitted     403     200/302 403     404 404 404     404     404 404   404 404  302
document          issue      submitted     403     200/422 403     404 404 404     404     404 404   404 404  302
document          sign       issued        200/422 200/422 403     404 404 404     404     404 404   404 404  302
document          publish    issued        200/302 200/302 403     404 404 404     404     404 404   404 404  302
document          replace    issued        404     404     404     404 404 404     404     404 404   404 404  302
assignment        accept     open          403     403     403     403 403 200/302 200/302 404 403   404 404  302
assignment        answer     accepted      403     403     403     403 403 200/302 200/302 404 403   404 404  302
assignment        plan       open          403     403     403     403 403 200/302 200/302 404 403   404 404  302
assignment        progress   answered      403     403     403     403 403 200/302 200/302 404 403   404 404  302
assignment        request_extension accepted   403     403     403     403 403 200/302 200/302 404 403   404 404  302
assignment        return     answered      200/302 403     200/302 403 403 403     403     404 403   404 404  302
assignment        verify     answered      200/302 403     200/302 403 403 403     403     404 403   404 404  302
assignment        extend     accepted      200/302 403     403     403 403 403     403     404 403   404 404  302
assignment        refuse_extension accepted 200/409 403    403     403 403 403     403     404 403   404 404  302
assignment        reply      accepted      403     403     403     403 403 403     403     404 403   404 404  302
assignment        carry_over accepted      200/200 403     403     403 403 403     403     404 403   404 404  302
dossier           confirm    writing       403     403     403     404 404 403     200/409 404 404   404 404  302
dossier           waive      writing       200/409 403     403     404 404 403     403     404 404   404 404  302
dossier           withdraw   sent          403     403     403     404 404 200/409 200/409 404 404   404 404  302
dossier           reopen     accepted      200/302 403     403     404 404 403     403     404 404   404 404  302
dossier           extend     writing       200/302 403     403     404 404 403     403     404 404   404 404  302
dossier           send       writing       404     404     404     404 404 404     404     404 404   404 404  302
dossier           open       requested     404     404     404     404 404 404     404     404 404   404 404  302
dossier           reminded   requested     404     404     404     404 404 404     404     404 404   404 404  302
dossier           hand_over  requested     404     404     404     404 404 404     404     404 404   404 404  302
assignment        transfer   accepted      200/409 403     403     403 403 403     403     404 403   404 404  302
"""
# The same steps on the other province's records and on records that don't exist.
ELSEWHERE = """
record            minh ngoc binh son van lan khoa hoa tuyet thu xuan nobody
STRANGE           404  404  404  404 404 404 404  404 404   404 -    302
NONE              404  404  404  404 404 404 404  404 404   404 404  302
"""
TYPED = {"reason": "Có lý do", "understood": "on", "due_on": "31/03/2027", "requested_until": "31/03/2027"}
