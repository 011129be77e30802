package dev.mlxj;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java that the manual shows is what the tests run: above each block stands the region of a
 * test that it is, {@code <!-- optim/TrainingTest.java#loop -->}. {@code -Dmlxj.manual=write} puts
 * the regions in.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ManualTest {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?:<!-- (\\S+\\.java)#(\\S+) -->\n)?```java\n(.*?)```\n", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"training.md", "files.md"})
    void shown_code_is_a_region_of_a_test(String page) throws IOException {
        Path file = root().resolve("docs").resolve(page);
        String text = Files.readString(file);
        String fresh = BLOCK.matcher(text).replaceAll(ManualTest::withRegion);
        if ("write".equals(System.getProperty("mlxj.manual"))) {
            Files.writeString(file, fresh);
        }
        assertThat(Files.readString(file))
                .as("docs/%s is out of date: run ManualTest with -Dmlxj.manual=write", page)
                .isEqualTo(fresh);
    }

    private static String withRegion(MatchResult block) {
        assertThat(block.group(1)).as("a block without a region: %s", block.group()).isNotNull();
        String code = region(block.group(1), block.group(2));
        return Matcher.quoteReplacement(
                "<!-- %s#%s -->\n```java\n%s```\n".formatted(block.group(1), block.group(2), code));
    }

    private static String region(String file, String name) {
        try {
            String source =
                    Files.readString(root().resolve("src/test/java/dev/mlxj").resolve(file));
            Matcher region =
                    Pattern.compile(
                                    "// @start region=\"%s\"\n(.*?)\n *// @end".formatted(name),
                                    Pattern.DOTALL)
                            .matcher(source);
            assertThat(region.find()).as("%s has no region %s", file, name).isTrue();
            return region.group(1).stripTrailing().stripIndent() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        return Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
    }
}
