package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the README shows is what happens: every {@code console} block is run, in order, in one
 * folder, and every {@code java} block is a part of a test that compiles.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadmeIT {
    private static final Path ROOT = Path.of(System.getProperty("mlxj.root"));
    private static final Path LAUNCHER = Path.of(System.getProperty("mlxj.image"), "bin/mlxj");

    @TempDir private Path folder;

    @Test
    void its_commands_print_what_it_shows() throws Exception {
        Files.createSymbolicLink(folder.resolve("testdata"), ROOT.resolve("testdata"));
        Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("scripts")).resolve("mlxj"), LAUNCHER);
        for (String block : blocks("console")) {
            assertThat(session(block)).isEqualTo(block.stripTrailing());
        }
    }

    @Test
    void its_Java_is_part_of_a_test() throws Exception {
        List<String> sources = new ArrayList<>();
        try (var files = Files.walk(ROOT.resolve("src/test/java"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                sources.add(withoutIndent(Files.readString(file)));
            }
        }
        for (String block : blocks("java")) {
            String code = withoutIndent(block);
            assertThat(sources).as(block).anyMatch(source -> source.contains(code));
        }
    }

    /** Runs the commands of a block and gives what a terminal would show. */
    private String session(String block) throws IOException, InterruptedException {
        StringBuilder shown = new StringBuilder();
        for (String line : block.lines().toList()) {
            if (line.startsWith("$ ")) {
                shown.append(line).append('\n').append(run(line.substring(2)));
            }
        }
        return shown.toString().stripTrailing();
    }

    private String run(String command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command);
        shell.environment().merge("PATH", LAUNCHER.getParent() + ":", (path, bin) -> bin + path);
        shell.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
        shell.start().waitFor();
        return Files.readString(out);
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : Files.readAllLines(ROOT.resolve("README.md"))) {
            if (line.equals("```" + language)) {
                block = new StringBuilder();
            } else if (block != null && line.equals("```")) {
                blocks.add(block.toString());
                block = null;
            } else if (block != null) {
                block.append(line).append('\n');
            }
        }
        return blocks;
    }

    private static String withoutIndent(String code) {
        StringBuilder out = new StringBuilder();
        code.lines().map(String::strip).forEach(line -> out.append(line).append('\n'));
        return out.toString().strip();
    }
}
