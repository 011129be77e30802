package dev.mlxj;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of MLX's public interface there is in Java, found by reflection. {@code docs/parity.md} is
 * made from it: run this test with {@code -Dmlxj.parity=write} to write the page anew.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParityTest {
    /**
     * A public name of MLX.
     *
     * @param java what there is in Java: {@code Class} or {@code Class.member}, if there is it
     */
    private record Row(
            String area, String name, String kind, String priority, Optional<String> java) {
        boolean isOpen() {
            return java.isEmpty() && !priority.equals("P3");
        }

        boolean isWanted() {
            return priority.equals("P0") || priority.equals("P1");
        }

        String status() {
            return java.isPresent() ? "yes" : priority.equals("P3") ? "no counterpart" : "open";
        }
    }

    /** Where the methods of an area stand: classes. */
    private static final Map<String, List<String>> CLASSES = new LinkedHashMap<>();

    /** Where the classes and functions of an area stand: rooms. */
    private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();

    static {
        CLASSES.put("core", List.of("Array", "Memory", "Quantized"));
        CLASSES.put("core.array", List.of("Array"));
        CLASSES.put("core.fast", List.of("Fast"));
        CLASSES.put("core.linalg", List.of("Linalg"));
        CLASSES.put("core.fft", List.of("Fft"));
        CLASSES.put("core.random", List.of("Random"));
        CLASSES.put("core.transforms", List.of("Grad", "Vmap", "Array"));
        CLASSES.put("core.io", List.of("ArrayFiles"));
        CLASSES.put("nn.Module", List.of("Module"));
        CLASSES.put("optimizers.Optimizer", List.of("Optimizer"));
        ROOMS.put("nn", List.of("nn", "nn.layers"));
        ROOMS.put("nn.init", List.of("nn.init"));
        ROOMS.put("nn.losses", List.of("nn.losses"));
        ROOMS.put("nn.utils", List.of("nn", "array"));
        ROOMS.put("optimizers", List.of("optim"));
        ROOMS.put("utils", List.of("tree"));
    }

    private final PublicInterface java = PublicInterface.read();
    private final Map<String, String> elsewhere = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    ParityTest() {
        for (String[] line : csv("java.csv")) {
            elsewhere.put(line[0] + "," + line[1], line[2]);
        }
        for (String[] line : csv("names.csv")) {
            rows.add(new Row(line[0], line[1], line[2], line[3], found(line[0], line[1])));
        }
    }

    @Test
    void what_java_calls_differently_is_there() {
        List<String> lost = new ArrayList<>();
        elsewhere.forEach(
                (name, reference) -> {
                    if (name.startsWith("core") && !java.has(reference)) {
                        lost.add(name + " -> " + reference);
                    }
                });
        assertThat(lost).isEmpty();
    }

    @Test
    void nothing_that_is_wanted_is_open() {
        List<String> open =
                rows.stream()
                        .filter(row -> row.isWanted() && row.isOpen())
                        .map(row -> row.area() + " " + row.name())
                        .toList();
        assertThat(open).isEmpty();
    }

    @Test
    void the_page_says_what_there_is() throws IOException {
        Path page = root().resolve("docs/parity.md");
        if ("write".equals(System.getProperty("mlxj.parity"))) {
            Files.writeString(page, page());
        }
        assertThat(Files.readString(page))
                .as("docs/parity.md is out of date: run ParityTest with -Dmlxj.parity=write")
                .isEqualTo(page());
    }

    private Optional<String> found(String area, String name) {
        String other = elsewhere.get(area + "," + name);
        if (other != null) {
            return Optional.of(other).filter(java::has);
        }
        String member = camelCase(name);
        for (String owner : CLASSES.getOrDefault(area, List.of())) {
            if (java.has(owner + "." + member)) {
                return Optional.of(owner + "." + member);
            }
        }
        List<String> rooms = ROOMS.getOrDefault(area, List.of());
        return java.classIn(rooms, name).or(() -> java.methodIn(rooms, member));
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        boolean raise = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                raise = !camel.isEmpty();
            } else {
                camel.append(raise ? Character.toUpperCase(c) : c);
                raise = false;
            }
        }
        return camel.toString();
    }

    private String page() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # What of MLX there is

                        Every public name of MLX 0.32.4, and what it is called in mlxj. Names are MLX's in camelCase; what differs is
                        what Java cannot say: operators, keyword arguments, module constants. P0 and P1 are wanted, P2 is welcome, P3
                        (devices, streams, Python's own protocols) has no place in Java. A method that only throws does not count.

                        Made by `ParityTest` from `testdata/parity` and the class files; the test fails when the page is out of date.

                        | area | yes | open P0, P1 | open P2 | no counterpart |
                        |---|---|---|---|---|
                        """);
        Map<String, List<Row>> areas = new LinkedHashMap<>();
        for (Row row : rows) {
            areas.computeIfAbsent(row.area(), area -> new ArrayList<>()).add(row);
        }
        areas.forEach((area, all) -> page.append(summary(area, all)));
        areas.forEach(
                (area, all) -> {
                    page.append("\n## ").append(area).append("\n\n");
                    page.append("| MLX | mlxj | status | priority |\n|---|---|---|---|\n");
                    for (Row row : all) {
                        page.append(
                                "| `%s` | %s | %s | %s |\n"
                                        .formatted(
                                                row.name(),
                                                row.java()
                                                        .map(found -> "`" + found + "`")
                                                        .orElse(""),
                                                row.status(),
                                                row.priority()));
                    }
                });
        return page.toString();
    }

    private static String summary(String area, List<Row> all) {
        long yes = all.stream().filter(row -> row.java().isPresent()).count();
        long wanted = all.stream().filter(row -> row.isOpen() && row.isWanted()).count();
        long welcome = all.stream().filter(row -> row.isOpen() && !row.isWanted()).count();
        return "| %s | %d | %d | %d | %d |\n"
                .formatted(area, yes, wanted, welcome, all.size() - yes - wanted - welcome);
    }

    private static List<String[]> csv(String file) {
        try {
            return Files.readAllLines(root().resolve("testdata/parity").resolve(file)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        return Files.isDirectory(Path.of("testdata")) ? Path.of("") : Path.of("..");
    }
}
