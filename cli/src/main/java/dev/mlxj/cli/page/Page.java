package dev.mlxj.cli.page;

import dev.mlxj.io.AtomicOutput;
import dev.mlxj.io.OutputOptions;
import dev.mlxj.io.OutputRefusedException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A whole page, and how it comes to the disk. */
public final class Page {
    /** How every page begins: a file that begins otherwise is none of ours. */
    private static final String SIGNATURE = "<!doctype html>\n<!-- made by mlxj -->\n";

    private final String title;
    private final Html body = new Html();

    Page(String title) {
        this.title = title;
    }

    Html body() {
        return body;
    }

    /**
     * Asks whether a page may be written, before the work for it begins. An older page is replaced;
     * any other file is left alone, since it may be a model.
     *
     * @throws OutputRefusedException if the file exists and is no page of this program
     */
    public static void check(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        byte[] signature = SIGNATURE.getBytes(StandardCharsets.UTF_8);
        boolean page = false;
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                page = Arrays.equals(in.readNBytes(signature.length), signature);
            }
        }
        if (!page) {
            throw new OutputRefusedException(
                    file, "it exists, and is not a page of mlxj", "choose another name");
        }
    }

    /** Writes the page, replacing an older one. */
    public void write(Path file) throws IOException {
        check(file);
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        AtomicOutput.write(file, bytes, OutputOptions.DEFAULT.withForce());
    }

    /** The page as a browser takes it. */
    String text() {
        Html page = new Html();
        page.raw(SIGNATURE).open("html", "lang", "en").open("head");
        page.raw("<meta charset=\"utf-8\">\n");
        page.raw("<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.element("title", title);
        page.open("style").raw(resource("page.css")).close("style").close("head").open("body");
        page.raw(body.toString());
        page.open("script").raw(resource("page.js")).close("script");
        return page.close("body").close("html").toString();
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not part of the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
