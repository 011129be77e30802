package dev.mlxj.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GenericModuleTest {
    @Test
    void the_names_of_a_checkpoint_become_modules_and_lists() {
        GenericModule module =
                of("wte.weight", "h.0.ln.bias", "h.1.ln.bias", "_scale", "w.1", "w.0");
        assertThat(module.parameters().map(array -> 1).toString())
                .isEqualTo(
                        "{wte={weight=1}, h=[{ln={bias=1}}, {ln={bias=1}}], _scale=1, w=[1, 1]}");
    }

    @Test
    void freezing_works_as_in_any_module() {
        GenericModule module = of("a.weight", "a.bias", "l.0.bias", "w.0", "w.1");
        module.freeze().unfreeze("bias");
        assertThat(module.trainableParameters().flatten().keySet())
                .containsExactly("a.bias", "l.0.bias");
        module.moduleAt("a").unfreeze();
        module.parameterAt("w.1").unfreeze();
        assertThat(module.trainableParameters().flatten().keySet())
                .containsExactly("a.weight", "a.bias", "l.0.bias", "w.1");
    }

    @Test
    void hostile_names_are_found_again_each_at_its_own_place() {
        String[] names = {
            "", ".", "a", "a.", "a..", ".a", "a.b", "a..b", "a.b.c", "x.0", "x.0.y", "x.00"
        };
        GenericModule module = of(names);
        assertThat(module.namedParameters().keySet()).containsExactlyInAnyOrder(names);
        for (int i = 0; i < names.length; i++) {
            Parameter parameter = module.parameterAt(names[i]);
            assertThat(parameter.value().shape().extent(0)).as("'%s'", names[i]).isEqualTo(i + 1);
            parameter.set(TestArrays.full(0, DType.F32, 100 + i));
        }
        for (int i = 0; i < names.length; i++) {
            assertThat(
                            Objects.requireNonNull(module.namedParameters().get(names[i]))
                                    .value()
                                    .shape()
                                    .extent(0))
                    .isEqualTo(100 + i);
        }
    }

    @Test
    void indices_with_a_gap_are_names() {
        assertThat(of("f.0.weight", "f.3.weight").members().get("f")).isInstanceOf(Module.class);
        assertThat(of("f.0.weight", "f.1.weight").members().get("f")).isInstanceOf(List.class);
    }

    @Test
    void a_hundred_thousand_tensors_and_a_name_of_a_hundred_thousand_dots_are_no_trouble() {
        Map<String, Array> arrays = new LinkedHashMap<>();
        Array array = TestArrays.full(1, DType.F32, 1);
        for (int i = 0; i < 33_333; i++) {
            for (String name : List.of("weight", "bias", "scales")) {
                arrays.put("model.layers." + i + ".proj." + name, array);
            }
        }
        String tower = ".".repeat(100_000);
        arrays.put(tower, array);
        GenericModule module = GenericModule.of(arrays);
        assertThat(module.namedParameters().keySet()).isEqualTo(arrays.keySet());
        module.freeze().unfreeze("bias");
        assertThat(module.trainableParameters().flatten()).hasSize(33_333);
        assertThat(module.parameterAt(tower).isFrozen()).isTrue();
    }

    @Property(tries = 500)
    void any_set_of_names_comes_back(@ForAll("names") Set<String> names) {
        GenericModule module = of(names.toArray(String[]::new));
        assertThat(module.namedParameters().keySet()).isEqualTo(names);
        assertThat(names).allMatch(name -> module.parameterAt(name).isPresent());
        assertThat(module.freeze().trainableParameters().leaves()).isEmpty();
        module.loadWeights(arrays(names.toArray(String[]::new)));
    }

    @Provide
    Arbitrary<Set<String>> names() {
        return Arbitraries.strings().withChars("ab01_..").ofMaxLength(6).set().ofMaxSize(12);
    }

    private static GenericModule of(String... names) {
        return GenericModule.of(arrays(names));
    }

    /** Arrays of 1, 2, 3 .. elements. */
    private static Map<String, Array> arrays(String... names) {
        Map<String, Array> arrays = new LinkedHashMap<>();
        for (String name : names) {
            arrays.put(name, TestArrays.full(1, DType.F32, arrays.size() + 1));
        }
        return arrays;
    }
}
