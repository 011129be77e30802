package dev.mlxj.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real browser without a window, where one is installed. */
final class Browser {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Browser() {}

    /**
     * The page as it is once its script has run; without a browser the test ends here, as skipped.
     *
     * @param fragment that the address ends with, empty or from {@code #} on
     */
    static String dom(Path page, String fragment) throws IOException, InterruptedException {
        Path program = find();
        assumeTrue(program != null, "no Chromium is installed: the page is not tried in a browser");
        Path profile = Files.createDirectories(page.resolveSibling("profile"));
        Path dom = page.resolveSibling("dom.html");
        Process browser =
                new ProcessBuilder(
                                String.valueOf(program),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--user-data-dir=" + profile,
                                "--virtual-time-budget=2000",
                                "--dump-dom",
                                page.toUri() + fragment)
                        .redirectOutput(dom.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        boolean ended = browser.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        browser.destroyForcibly();
        assumeTrue(ended, "the browser does not answer: the page is not tried in it");
        return Files.readString(dom);
    }

    private static @Nullable Path find() {
        for (String folder :
                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String name : NAMES) {
                Path program = Path.of(folder, name);
                if (Files.isExecutable(program)) {
                    return program;
                }
            }
        }
        return null;
    }
}
