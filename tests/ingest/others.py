"""What looks like the files of a source and is none of them, by source.

A text may have the name of the file it stands in; else it is ``other.json`` or ``other.csv``.
"""

from collections.abc import Iterator, Mapping

__all__ = ["OTHERS", "others"]


def _table(header: str) -> str:
    return f"{header}\n{','.join('x' for _ in header.split(','))}"


EVERY = ("[1, 2]", "{}", "[]", "")
OTHERS: Mapping[str, tuple[str | tuple[str, str], ...]] = {
    "calls": (
        "date,duration,direction,number\n2026-03-02,5,north,600100200\n",
        "date,from,to\n2026-03-02,ann,bob\n",
        "name,number\nann,600100200\n",
        ("other.xml", "<calls>none</calls>"),
        ("other.xml", '<smses count="0"></smses>'),
        '{"calls": [{"id": 1, "direction": "inbound", "duration": 3}]}',
        ",".join("x" for _ in range(16)) + "\n",
    ),
    "discourse": (
        '{"topic_list": {"topics": [{"id": 1, "title": "x"}]}}',
        '{"post_stream": {"posts": [{"id": 1}]}}',
        '{"id": 1, "username": "ann", "created_at": "2020-01-01"}',
        '{"posts": {"p": {"id": "p", "user_id": "u", "create_at": 1}}, "order": []}',
    ),
    "dynamics": (
        "stringmapid,attributename,value\n123,name01,Readable\n",
        "activityid,subject,statecode\n12,Call,1\n",
        '{"value": [{"id": "1c4095e5-60c6-ea11-a812-000000000001", "subject": "x"}]}',
        '{"@odata.context": "x", "value": []}',
    ),
    "eloqua": (
        "ActivityType,ActivityDate,Who\nCall,2026-01-01,Ann\n",
        '[{"type": "Activity", "activityType": "call", "activityDate": "2026-01-01"}]',
        '{"elements": [{"type": "Contact", "name": "Ann"}]}',
        '{"type": "Account", "name": "x"}',
    ),
    "facebook": (
        '{"comments": [{"id": 1, "body": "x", "created_at": "2020-01-01"}]}',
        '{"friends": ["Ann", "Bob"]}',
        '{"posts": [{"id": 1, "title": "x"}]}',
        '[{"timestamp": 1600000000, "user": "ann", "text": "x"}]',
        '[{"timestamp": 1600000000, "data": {"a": 1}}]',
        '{"data": [{"id": "1", "text": "x", "created_at": "2020-01-01"}]}',
        '{"data": [{"id": "abc", "created_time": "2020-01-01", "name": "x"}]}',
        '{"messages": [{"type": "message", "user": "U1", "ts": "1454884927.000002"}]}',
        '{"participants": [], "messages": [{"id": 1, "body": "x"}]}',
        '[{"string_list_data": [{"href": "x", "value": "ann", "timestamp": 1}]}]',
        '{"profile": {"name": "Ann"}}',
    ),
    "front": (
        '[["tea_h5s7y", {"id": 1}]]',
        '{"_results": [{"id": "msg_1"}]}',
        '{"id": "msg_11", "text": "x"}',
        '[{"id": "tag_11", "name": "x"}]',
        '[["a", "b"], ["c", "d"]]',
    ),
    "github": (
        (
            '[{"number": 1, "title": "x", "user": {"login": "ann"}, "created_at": "2020-01-01",'
            ' "html_url": "https://codeberg.org/a/b/issues/1"}]'
        ),
        '[{"author": {"login": "ann"}, "createdAt": "2020-01-01", "title": "x", "number": 1}]',
        '[{"login": "ann", "id": 1, "email": "ann@x.example"}]',
        '{"sender": {"login": "ann"}, "message": "x"}',
        '{"sender": "ann", "repository": {"full_name": "a/b"}}',
        '[{"type": "PushEvent", "actor": "ann", "created_at": "2020-01-01"}]',
        '[{"type": "view", "actor": {"login": "ann"}, "repo": {"name": "a/b"}, "created_at": ""}]',
        '[{"id": 1, "user": {"login": "ann"}, "body": "x"}]',
    ),
    "googlevoice": (
        (
            "Bills.html",
            '<html><body><table><tr><td class="tel">+15550100002</td></tr></table></body></html>',
        ),
        ("chat.html", '<html><div class="message"><a class="tel">Ann</a></div></html>'),
    ),
    "googlechat": (
        '{"messages": [{"id": 1, "created_at": "2020-01-01", "creator": "ann"}]}',
        '{"members": [{"name": "Ann", "email": "ann@x.example"}]}',
        '{"user": {"name": "Ann"}, "membership_info": []}',
    ),
    "hubspot": (
        "id,email,firstname\n1,ann@x.example,Ann\n",
        "Record ID,Amount\n1,2\n",
        '{"id": "1", "properties": {"name": "Ann"}}',
        '{"results": [{"id": 1, "name": "x"}]}',
        '{"engagement": "high"}',
        '{"type": "Feature", "properties": {"name": "Ann"}, "id": 3}',
    ),
    "instagram": (
        ("followers.json", '[{"id": 1, "name": "ann"}]'),
        ("followers.json", '{"followers": [{"name": "Ann", "timestamp": 1600000000}]}'),
        ("connections.json", '{"followers": {"count": 3}, "following": {}}'),
        ("connections.json", '{"followers": []}'),
        ("messages.json", '[{"participants": ["a", "b"], "messages": []}]'),
        ("posts_1.json", '[{"id": 1, "title": "x", "created_at": "2020-01-01"}]'),
        ("posts.json", '{"posts": [{"media": [], "title": "x"}]}'),
        ("media.json", '{"photos": [{"id": 1, "path": "x"}]}'),
        ("likes.json", '{"media_likes": 3}'),
        ("other.json", '[{"string_list_data": [{"value": "ann", "timestamp": 1}]}]'),
        ("stories.json", '{"stories": [{"id": 1, "subject": "x"}]}'),
    ),
    "intercom": (
        '[{"type": "conversation", "id": "1", "messages": []}]',
        '[{"type": "user", "email": "ann@x.example", "id": 1}]',
        '{"contacts": [{"email": "ann@x.example", "id": 1}]}',
        '{"data": [{"id": "1", "type": "contact"}]}',
        '[{"id": "1", "created_at": 1, "source": "x"}]',
    ),
    "linkedin": (
        _table("First Name,Last Name,Email Address,Company,Position"),
        _table("First Name,Last Name,Connected On"),
        _table("name,email,organization,since,until"),
        _table("conversation_id,from,to,date,subject"),
        _table("from,to,date,subject,content"),
        _table("from,to,sent_at,message,direction"),
        _table("First Name,Last Name,Email,Headline"),
        _table("Email Address,Confirmed,Primary"),
        _table("sender,recipient,date"),
    ),
    "mattermost": (
        _table("Post Creation Time,User Id,Post Message"),
        ("other.xml", "<FileDump><File>none</File></FileDump>"),
        '[{"id": "U1ABCDEF", "create_at": 1, "username": "ann"}]',
        '{"posts": [{"id": 1, "user_id": 2, "message": "x", "create_at": 1}]}',
        '{"posts": {"data": [{"created_time": "2020-01-01", "message": "x"}]}}',
        '{"type": "post", "post": {"title": "x"}}',
        '{"type": "user", "user": "ann"}',
        '{"id": "e1", "type": "PushEvent", "actor": {"login": "ann"}}',
        '{"messages": [{"_id": "1", "rid": "2", "msg": "", "ts": "", "u": {}}]}',
    ),
    "meetup": (
        '[{"id": "1", "name": "x", "time": 1, "group": "g"}]',
        '[{"member": "ann", "response": "yes", "event": {"id": 1}}]',
        '[{"id": "1", "type": "PushEvent", "created_at": "x"}]',
        '{"events": [{"id": 1, "name": "x"}]}',
    ),
    "outlook": (
        _table("First Name,Last Name,Email Address,Company,Position,Connected On"),
        _table("First Name,Last Name,E-mail Address,Company"),
        _table("name,email,organization,since,until"),
        _table("subject,start date,end date,owner"),
        _table("sender,recipient,date"),
        _table("Subject,Body,From: (Name),From: (Address),To: (Name)"),
    ),
    "reddit": (
        _table("id,permalink,direction"),
        _table("id,from,to,date,subject,body"),
        ("statistics.csv", _table("statistic,value")),
        '{"kind": "Listing", "items": []}',
        '{"kind": "calendar#event", "data": {"children": [{"id": 1}]}}',
        '[{"author": "ann", "title": "x", "created_utc": 1600000000}]',
        '[{"id": 1, "parent_id": 2, "body": "x", "created_at": 1600000000, "author": "ann"}]',
        '{"uri": "https://api.twitter.com/2/tweets", "response": {}}',
        '{"json": {"data": {"things": [{"id": 1}]}}}',
        '{"data": {"children": []}}',
        "[[]]",
    ),
    "rocketchat": (
        '[{"_id": "1", "name": "ann"}]',
        '[{"_id": "1", "username": "ann"}]',
        '{"messages": [{"id": "1", "ts": "1454884927.000001", "user": "U1", "type": "message"}]}',
        '{"messages": [{"_id": "1", "msg": "", "ts": "2020-01-01", "u": {}}]}',
        '{"_id": "1", "t": "c"}',
        '{"users": [{"id": 1, "username": "ann"}]}',
    ),
    "salesforce": (
        "id,email,name\n1,ann@x.example,Ann\n",
        "sender,recipient,date\na@x.example,b@x.example,2026-01-01\n",
        "id,subject,ownerid\n003,Hello,1\n",
        _table("Record ID,First Name,Last Name,Account Name,Contact owner"),
        _table("Subject,Date,Status,Contact"),
        _table("First Name,Last Name,Email,Phone,Company,Title"),
        '{"Id": "1", "Name": "Ann"}',
        '{"records": [{"id": 1, "fields": {}}]}',
        '[{"attributes": {"type": "Ticket"}}]',
    ),
    "slack": (
        '[{"id": 1, "name": "ann", "members": []}]',
        '[{"id": "U1", "username": "ann", "email": "a@x.example"}]',
        '{"messages": [{"sender_name": "Ann", "timestamp_ms": 1}]}',
        '{"messages": [{"id": 1, "type": "message", "date": "2020-01-01", "from": "Ann"}]}',
        '{"id": "e1", "type": "PushEvent", "actor": {"login": "ann"}}',
        '[{"ts": 1454884927, "user": "ann"}]',
    ),
    "stackexchange": (
        ("other.xml", '<votes>\n  <row Id="1" PostId="1" VoteTypeId="2" />\n</votes>\n'),
        '{"items": [{"id": 1, "creation_date": 1, "owner": {}}]}',
        '{"items": [{"question_id": 1, "title": "x"}]}',
        '{"data": [{"comment_id": 1, "body": "x"}]}',
        '{"user_id": 1, "display_name": "Ann"}',
    ),
    "teams": (
        '{"value": [{"id": "1", "messageType": "message", "body": "x"}]}',
        '{"value": [{"displayName": "Ann", "userPrincipalName": "ann@x.example"}]}',
        '{"value": [{"id": "1", "chatType": "group"}]}',
    ),
    "telegram": (
        '{"name": "Ann", "type": "personal", "id": 1, "messages": []}',
        '{"messages": [{"id": 1, "type": "message", "date": "2020-01-01", "from": "Ann"}]}',
        '{"result": [{"id": 1, "message": {"text": "x"}}]}',
        '[{"update_id": 1}]',
        '{"contacts": {"list": [{"name": "ann"}]}}',
        '{"about": "x", "chats": {"list": [{"type": "other", "messages": []}]}}',
    ),
    "vcard": (
        ("genes.vcf", "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\n20\t14370\trs6054257\n"),
        ("empty.vcf", "VERSION:3.0\nFN:Ann\nEMAIL:ann@x.example\n"),
        ("mail.eml", "From: ann@x.example\nDate: today\n\nBEGIN:VCARD\nFN:Ann\nEND:VCARD\n"),
        ("one.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n"),
    ),
    "x": (
        ("ad-impressions.js", 'window.YTD.ad_impressions.part0 = [{"ad": {}}]'),
        '{"data": [{"id": "1", "name": "Ann", "username": "ann"}]}',
        '{"data": [{"id": "1", "text": "hi", "from": {"name": "Ann"}}]}',
        '[{"id": "1", "text": "hi", "created_at": "2020-01-01"}]',
        '{"account": {"id": 1, "name": "Acme"}}',
        '[{"like": true}]',
        '[{"id": 1, "name": "ann", "username": "ann"}]',
    ),
    "zoho": (
        "Record Id,Name\n1,Ann\n",
        '{"data": [{"id": "1", "name": "Ann"}]}',
        '{"data": [{"id": "1234567890123456789", "text": "hello"}]}',
        '[{"message_id": "1", "subject": "x", "from": "a@x.example"}]',
    ),
}


def others(source: str) -> Iterator[tuple[str, str]]:
    """Give the names and texts of what is not of a source."""
    for one in (*OTHERS[source], *EVERY):
        name, text = ("", one) if isinstance(one, str) else one
        yield name or ("other.json" if text[:1] in "[{" else "other.csv"), text
