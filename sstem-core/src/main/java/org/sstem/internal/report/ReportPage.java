package org.sstem.internal.report;

import j2html.TagCreator;
import j2html.tags.DomContent;
import j2html.tags.specialized.ArticleTag;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static j2html.TagCreator.article;
import static j2html.TagCreator.body;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.header;
import static j2html.TagCreator.img;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

/**
 * A page of one's own results in the looks of all reports: cards with tables and pictures, one HTML file that needs
 * nothing else (no scripts, no other files). All text is escaped. The same input gives the same file to the byte. Not
 * thread-safe.
 */
public final class ReportPage {

    private final String kind;
    private final String title;
    private final List<String> facts;
    private final List<Card> cards = new ArrayList<>();

    /**
     * Starts a page.
     *
     * @param kind  what sort of report it is, as in {@code "Detection report"}
     * @param title what it is about, often the name of a stack
     * @param facts a few words each, shown in one line under the title
     */
    public ReportPage(String kind, String title, List<String> facts) {
        this.kind = kind;
        this.title = title;
        this.facts = List.copyOf(facts);
    }

    /**
     * Adds a card below those that are there.
     *
     * @param heading its heading
     * @return the card, to be filled
     */
    public Card card(String heading) {
        Card card = new Card(heading);
        cards.add(card);
        return card;
    }

    /**
     * Writes the page, aside and then moved into place; an older one of the same name is replaced.
     *
     * @param html where it goes; its folder must exist
     * @throws IOException if it cannot be written; the message names it
     */
    public void write(Path html) throws IOException {
        WholeFile.write(html, this::write);
    }

    private void write(Writer out) throws IOException {
        HtmlFrame.write(
                out,
                kind + ": " + title,
                styleSheet(),
                body(
                        header(
                                p(kind).withClass("kicker"),
                                h1(title),
                                p(String.join(" · ", facts)).withClass("facts")),
                        main(each(cards, Card::content))));
    }

    static String styleSheet() {
        return resource("report.css");
    }

    /** What saves a reviewer's verdicts. */
    static String reviewScript() {
        return resource("review.js");
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + name + " of the report", e);
        }
    }

    /**
     * A number that is shown large.
     *
     * @param number the number, formatted
     * @param what   what it counts or measures
     * @param warn   true if it should be noticed
     */
    public record Tile(String number, String what, boolean warn) {}

    /**
     * A picture with what it shows.
     *
     * @param image   the picture; encoded when it is added, not kept
     * @param caption what it shows, also read out in its place
     */
    public record Figure(BufferedImage image, String caption) {}

    /** Part of a page: a heading and what is below it, in the order in which it is added. Not thread-safe. */
    public static final class Card {

        private final String heading;
        private final List<DomContent> below = new ArrayList<>();
        private String beside = "";
        private String mark = "";

        private Card(String heading) {
            this.heading = heading;
        }

        /**
         * Puts some quiet words beside the heading.
         *
         * @param words the words
         * @return this card
         */
        public Card beside(String words) {
            beside = words;
            return this;
        }

        /**
         * Marks the card as one to look at.
         *
         * @param words why
         * @return this card
         */
        public Card mark(String words) {
            mark = words;
            return this;
        }

        /**
         * Adds numbers that are shown large.
         *
         * @param tiles the numbers
         * @return this card
         */
        public Card tiles(List<Tile> tiles) {
            below.add(div(each(tiles, tile -> div(
                                    span(tile.number()).withClass("number"),
                                    span(tile.what()).withClass("what"))
                            .withClass(tile.warn() ? "tile warn" : "tile")))
                    .withClass("tiles"));
            return this;
        }

        /**
         * Adds a heading within the card.
         *
         * @param words the heading
         * @return this card
         */
        public Card subheading(String words) {
            below.add(h3(words));
            return this;
        }

        /**
         * Adds a paragraph.
         *
         * @param words its text
         * @return this card
         */
        public Card text(String words) {
            below.add(p(words));
            return this;
        }

        /**
         * Adds sentences, one below the other; nothing if there are none.
         *
         * @param sentences the sentences
         * @return this card
         */
        public Card list(List<String> sentences) {
            if (!sentences.isEmpty()) {
                below.add(ul(each(sentences, sentence -> li(sentence))).withClass("remarks"));
            }
            return this;
        }

        /**
         * Adds names with their values, side by side.
         *
         * @param values the values by name, in order
         * @return this card
         */
        public Card facts(Map<String, String> values) {
            below.add(dl(each(values.entrySet(), e -> div(dt(e.getKey()), dd(e.getValue())))));
            return this;
        }

        /**
         * Adds a table; the first column heads its row.
         *
         * @param caption what the table shows
         * @param head    heads of the columns
         * @param rows    cells of each row, as many as there are heads
         * @return this card
         * @throws IllegalArgumentException if a row has another number of cells
         */
        public Card table(String caption, List<String> head, List<List<String>> rows) {
            for (List<String> row : rows) {
                if (row.size() != head.size()) {
                    throw new IllegalArgumentException("every row must have " + head.size() + " cells, one had " + row);
                }
            }
            below.add(div(TagCreator.table(
                            TagCreator.caption(caption),
                            thead(tr(each(head, name -> th(name).attr("scope", "col")))),
                            tbody(each(
                                    rows,
                                    row -> tr(
                                            th(row.get(0)).attr("scope", "row"),
                                            each(row.subList(1, row.size()), cell -> td(cell)))))))
                    .withClass("scroll")
                    .withTabindex(0));
            return this;
        }

        /**
         * Adds pictures, up to three beside one another.
         *
         * @param figures the pictures
         * @return this card
         */
        public Card figures(List<Figure> figures) {
            List<DomContent> encoded = new ArrayList<>();
            for (Figure one : figures) {
                Picture picture = Picture.encode(one.image());
                encoded.add(figure(
                        img().withSrc(picture.uri())
                                .withAlt(heading + ": " + one.caption())
                                .attr("width", picture.width())
                                .attr("height", picture.height()),
                        figcaption(one.caption())));
            }
            below.add(div(each(encoded, one -> one)).withClass("pictures"));
            return this;
        }

        private DomContent content() {
            ArticleTag card = article();
            List<DomContent> top = new ArrayList<>();
            top.add(h2(heading));
            if (!beside.isEmpty()) {
                top.add(span(beside).withClass("kinds"));
            }
            if (!mark.isEmpty()) {
                top.add(span(span("⚠").attr("aria-hidden", "true"), span(" " + mark))
                        .withClass("mark"));
            }
            return card.with(header(each(top, one -> one)))
                    .with(below)
                    .withClass(mark.isEmpty() ? "card" : "card doubtful");
        }
    }
}
