package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Samples.Sample;
import dev.mlxj.array.Samples.Smooth;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The samples, on which gradients and vmap are tested, reach every primitive that there is. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CoverageTest {
    /** Primitives of packed weights, whose gradients have golden cases; keys are integers. */
    private static final Set<String> ELSEWHERE =
            Set.of("Quantize", "Dequantize", "QuantizedMatmul", "GatherQmm", "RandomBits");

    @Test
    void every_primitive_is_in_a_sample_or_its_gradient() throws Exception {
        Set<String> reached = new TreeSet<>();
        for (Sample sample : Samples.all()) {
            List<Array> arguments = sample.draw(new Random(1));
            collect(sample.function().apply(arguments), reached);
            if (sample.smooth() != Smooth.NOT) {
                collect(gradients(sample, arguments), reached);
            }
        }
        assertThat(missing(primitives(false), reached)).isEmpty();
    }

    @Test
    void every_gradient_rule_is_tested_in_a_first_or_second_gradient() throws Exception {
        Set<String> reached = new TreeSet<>();
        for (Sample sample : Samples.all()) {
            List<Array> arguments = sample.draw(new Random(1));
            if (sample.smooth() != Smooth.NOT) {
                collect(sample.function().apply(arguments), reached);
            }
            if (sample.smooth() == Smooth.DOUBLE) {
                collect(gradients(sample, arguments), reached);
            }
        }
        assertThat(missing(primitives(true), reached)).isEmpty();
    }

    private static List<Array> gradients(Sample sample, List<Array> arguments) {
        return Grad.valueAndGrad(
                        in ->
                                List.of(
                                        sample.function().apply(in).stream()
                                                .map(Array::sum)
                                                .reduce(Array::add)
                                                .orElseThrow()),
                        sample.reals())
                .apply(arguments)
                .gradients();
    }

    private static Set<String> missing(Set<String> all, Set<String> reached) {
        Set<String> missing = new TreeSet<>(all);
        missing.removeAll(reached);
        missing.removeAll(ELSEWHERE);
        return missing;
    }

    /** The records that are primitives: all, or those that have a gradient rule of their own. */
    private static Set<String> primitives(boolean differentiable)
            throws IOException, ClassNotFoundException {
        Path root =
                Path.of(Array.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root.resolve("dev/mlxj/array"))) {
            for (Path file : (Iterable<Path>) files.filter(CoverageTest::counts)::iterator) {
                String name = root.relativize(file).toString().replace('/', '.');
                Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                boolean counts =
                        type.isRecord()
                                && Primitive.class.isAssignableFrom(type)
                                && !type.getName().contains("Test$")
                                && (!differentiable || hasRule(type));
                if (counts) {
                    names.add(type.getSimpleName());
                }
            }
        }
        return names;
    }

    private static boolean counts(Path file) {
        String name = file.toString().replace('\\', '/');
        return name.endsWith(".class") && !name.contains("/kernel/");
    }

    private static boolean hasRule(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("vjp"));
    }

    private static void collect(Collection<Array> results, Set<String> reached) {
        Deque<Array> open = new ArrayDeque<>(results);
        Set<Array> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!open.isEmpty()) {
            Array node = open.pop();
            Recipe recipe = seen.add(node) ? node.recipe() : null;
            if (recipe != null) {
                reached.add(recipe.primitive().getClass().getSimpleName());
                open.addAll(recipe.inputs());
            }
        }
    }
}
