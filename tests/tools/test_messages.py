"""The checks of the translations see what they are for."""

from babel.messages import Catalog

from tools import messages


def faults(source: Catalog, translated: Catalog) -> list[str]:
    return list(messages.differences(source, translated))


def test_a_template_gives_its_sentences(tmp_path):
    template = tmp_path / "page.html"
    template.write_text(
        "<p>\n"
        '    it\'s ( {% translate "Save" context "button" %}\n'
        "  {% blocktranslate count n=x trimmed %}One\n invoice{% plural %}{{ n }} invoices{% endblocktranslate %}\n"
    )
    lines = [line.strip() for line in messages.as_python(template).splitlines()]
    assert "pgettext(u'button', u'Save')" in lines[1]
    assert "ngettext(u'One invoice', u'%(n)s invoices', count)" in lines[2]


def test_a_sentence_without_translation_is_named():
    source, translated = Catalog(), Catalog("fr")
    source.add("Save", locations=[("web/a.html", 0)])
    translated.add("Save", "")
    assert faults(source, translated) == ["not translated: “Save”  web/a.html"]


def test_a_plural_needs_all_its_forms():
    source, translated = Catalog(), Catalog("fr")
    source.add(("One invoice", "%(n)s invoices"))
    translated.add(("One invoice", "%(n)s invoices"), ("Une facture", ""))
    assert faults(source, translated) == ["not translated: “One invoice”"]


def test_an_unsure_and_a_left_over_translation_are_named():
    source, translated = Catalog(), Catalog("fr")
    source.add("Save")
    translated.add("Save", "Enregistrer", flags={"fuzzy"})
    translated.add("Archive", "Archiver")
    assert faults(source, translated) == ["unsure (fuzzy): “Save”", "left over: “Archive”"]


def test_a_translation_keeps_the_placeholders():
    source, translated = Catalog(), Catalog("fr")
    source.add("Hello %(name)s")
    translated.add("Hello %(name)s", "Bonjour %(nom)s")
    assert faults(source, translated) == ["other placeholders: “Hello %(name)s”"]


def test_the_singular_may_say_one_in_words():
    source, translated = Catalog(), Catalog("nl")
    source.add(("The invoice of %(name)s", "The %(n)s invoices of %(name)s"))
    translated.add(
        ("The invoice of %(name)s", "The %(n)s invoices of %(name)s"),
        ("De factuur van %(name)s", "De %(n)s facturen van %(name)s"),
    )
    assert faults(source, translated) == []
