package org.sstem.internal.report;

import j2html.rendering.FlatHtml;
import j2html.tags.specialized.BodyTag;

import java.io.IOException;
import java.io.Writer;

import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

/** What is around the body of every report: one file that needs no other. Stateless. */
public final class HtmlFrame {

    private HtmlFrame() {}

    /**
     * Writes a page.
     *
     * @param title      what stands in the title bar; escaped
     * @param styleSheet the looks; not escaped
     */
    public static void write(Writer out, String title, String styleSheet, BodyTag body) throws IOException {
        out.write("<!DOCTYPE html>\n");
        html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title(title),
                                style(rawHtml(styleSheet))),
                        body)
                .withLang("en")
                .render(FlatHtml.into(out));
        out.write("\n");
    }
}
