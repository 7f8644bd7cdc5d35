"""JSON written in every way that a decoder may read differently (engine.md, section 4).

A body is a tree whose objects are lists of [key, value] with the key as JSON text, so that keys can come
twice and in any spelling.  Each mutation takes a random generator and the tree, and gives the text of the
whole body, as bytes.
"""
import json


class Raw(str):
    """Text that stands in the body as it is."""


def tree(value):
    if isinstance(value, dict):
        return [[Raw(json.dumps(key)), tree(member)] for key, member in value.items()] or Raw("{}")
    if isinstance(value, (list, tuple)):
        return tuple(tree(element) for element in value)
    return value


def text(node):
    if isinstance(node, Raw):
        return node
    if isinstance(node, list):
        return "{" + ",".join(f"{key}:{text(value)}" for key, value in node) + "}"
    if isinstance(node, tuple):
        return "[" + ",".join(text(element) for element in node) + "]"
    return json.dumps(node, ensure_ascii=False)


def encode(node):
    return text(node).encode("utf-8", "surrogatepass")


def objects(node):
    """Every object of the tree, the outermost first."""
    found = [node] if isinstance(node, list) else []
    for child in [value for _, value in node] if isinstance(node, list) else node if isinstance(node, tuple) else []:
        found += objects(child)
    return found


def any_member(rng, root):
    return rng.choice([member for members in objects(root) for member in members])


def any_object(rng, root):
    return rng.choice(objects(root))


def host_config(root):
    for member in root:
        if member[0] == '"HostConfig"' and isinstance(member[1], list):
            return member
    return None


# --- Keys --------------------------------------------------------------------------------------------

def other_case(rng, root):
    member = any_member(rng, root)
    member[0] = Raw("".join(letter.swapcase() if rng.random() < 0.5 else letter for letter in member[0]))
    return encode(root)


def kelvin_and_long_s(rng, root):
    fold = {"s": "\u017f", "S": "\u017f", "k": "\u212a", "K": "\u212a"}
    members = [member for members in objects(root) for member in members if set(member[0]) & set(fold)]
    if members:
        member = rng.choice(members)
        member[0] = Raw("".join(fold.get(letter, letter) for letter in member[0]))
    return encode(root)


def escaped_key(rng, root):
    member = any_member(rng, root)
    word = member[0][1:-1]
    if word.isalnum():
        at = rng.randrange(len(word))
        member[0] = Raw(f'"{word[:at]}\\u{ord(word[at]):04X}{word[at + 1:]}"')
    return encode(root)


def odd_key(rng, root):
    member = any_member(rng, root)
    member[0] = Raw('"' + rng.choice(["", " "]) + member[0][1:-1] + rng.choice([" ", "\\u0000", "_", ".", "\\u200b"]) + '"')
    return encode(root)


# --- Duplicates and merges ------------------------------------------------------------------------------

def null_behind(rng, root):
    members = any_object(rng, root)
    members.append([rng.choice(members)[0], None])
    return encode(root)


def null_before(rng, root):
    members = any_object(rng, root)
    members.insert(0, [rng.choice(members)[0], None])
    return encode(root)


def twin_of_another_case(rng, root):
    members = any_object(rng, root)
    key, value = rng.choice(members)
    twin = [Raw(key.swapcase()), rng.choice([value, None, False, Raw("{}"), ()])]
    members.insert(rng.randrange(len(members) + 1), twin)
    return encode(root)


def same_twice(rng, root):
    members = any_object(rng, root)
    members.append(list(rng.choice(members)))
    return encode(root)


def object_in_two_halves(rng, root):
    member = host_config(root)
    if member is not None and len(member[1]) > 1:
        first, second = member[1][:1], member[1][1:]
        member[1] = first
        root.insert(rng.randrange(len(root) + 1), [member[0], second])
    return encode(root)


def empty_object_behind(_, root):
    root.append([Raw('"HostConfig"'), Raw("{}")])
    return encode(root)


def arrays_that_resurface(rng, root):
    member = host_config(root)
    if member is not None:
        member[1] += [[Raw('"Mounts"'), tree([{"Type": "bind"}, {"Source": "@HOST@", "Target": "/h"}])],
                      [Raw('"Mounts"'), tree([])],
                      [Raw('"Mounts"'), tree([{"Target": "/x"}, {"Type": "bind"}])]]
    return encode(root)


# --- Where HostConfig's members stand ----------------------------------------------------------------------

def members_at_the_top(rng, root):
    member = host_config(root)
    if member is not None:
        root.remove(member)
        root.extend(member[1])
    return encode(root)


def null_host_config_and_members_at_the_top(rng, root):
    member = host_config(root)
    if member is not None:
        root.extend(member[1])
        member[1] = None
    return encode(root)


def one_member_at_the_top(rng, root):
    member = host_config(root)
    if member is not None:
        root.append(list(rng.choice(member[1])))
    return encode(root)


# --- Values -------------------------------------------------------------------------------------------------

def other_type(rng, root):
    any_member(rng, root)[1] = rng.choice([None, False, True, 0, 1, "", "x", (), Raw("{}"), ("x",), (None,), 1.5])
    return encode(root)


def number_form(rng, root):
    any_member(rng, root)[1] = Raw(rng.choice(["1.0", "1e3", "-0", "01", "+1", "99999999999999999999", "-9223372036854775809",
                                               "1E2", "0x10", "NaN", "-", "1.", ".5", "0e0", "9223372036854775807"]))
    return encode(root)


def escaped_value(rng, root):
    members = [member for members in objects(root) for member in members if isinstance(member[1], str) and member[1].isascii()
               and not isinstance(member[1], Raw)]
    if members:
        member = rng.choice(members)
        member[1] = Raw('"' + "".join(f"\\u{ord(letter):04x}" for letter in member[1]) + '"')
    return encode(root)


def broken_text(rng, root):
    member = any_member(rng, root)
    member[1] = Raw('"@BROKEN@"')
    broken = rng.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\\ud800", b"\\udc00x", b"\xf4\x90\x80\x80", b"\n", b"\x00",
                         b"\\x41", b"\\u00", b"\\u0000", b"\x7f"])
    return encode(root).replace(b"@BROKEN@", b"a" + broken + b"b")


def unknown_member(rng, root):
    any_object(rng, root).append([Raw('"Novelty"'), rng.choice([None, 1, "x", tree({"Privileged": True}), ()])])
    return encode(root)


def deep_nesting(rng, root):
    depth = rng.choice([10, 60, 70, 500, 20000])
    any_object(rng, root).append([Raw('"Novelty"'), Raw("[" * depth + "]" * depth)])
    return encode(root)


# --- Around the body -----------------------------------------------------------------------------------------

def trailing(rng, root):
    return encode(root) + rng.choice([b"}", b"]", b" x", b"{}", b'{"HostConfig":{"Privileged":true}}', b"\x00", b",", b"null",
                                      b"\n\n", b" ", b"\x0b", b"\xc2\xa0", b"// x", b"}{"])


def leading(rng, root):
    return rng.choice([b"\xef\xbb\xbf", b" \t\r\n", b"\x0c", b"/**/", b"\x00", b"null ", b"[]", b"[", b"\xc2\xa0"]) + encode(root)


def spaced(rng, root):
    return encode(root).replace(b",", rng.choice([b" ,\n", b"\t,\r", b",\x0b", b",/**/", b",,", b", "]), rng.choice([1, -1]))


def cut_short(rng, root):
    whole = encode(root)
    return whole[:rng.randrange(len(whole))]


MUTATIONS = [other_case, kelvin_and_long_s, escaped_key, odd_key, null_behind, null_before, twin_of_another_case, same_twice,
             object_in_two_halves, empty_object_behind, arrays_that_resurface, members_at_the_top,
             null_host_config_and_members_at_the_top, one_member_at_the_top, other_type, number_form, escaped_value, broken_text,
             unknown_member, deep_nesting, trailing, leading, spaced, cut_short]
