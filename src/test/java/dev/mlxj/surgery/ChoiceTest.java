package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ChoiceTest {
    private static final SequencedMap<String, DType> MODEL = new LinkedHashMap<>();

    static {
        MODEL.put("embed.weight", DType.F16);
        MODEL.put("layers.0.attention.q.weight", DType.F32);
        MODEL.put("layers.0.attention.q.bias", DType.F32);
        MODEL.put("layers.0.attention.scale", DType.F32);
        MODEL.put("layers.0.cross_attention.scale", DType.F32);
        MODEL.put("layers.1.mlp.bias", DType.BF16);
        MODEL.put("gains.0", DType.F32);
        MODEL.put("gains.1", DType.F32);
        MODEL.put("position_ids", DType.I64);
    }

    private static Choice of(Criterion... criteria) {
        return new Choice(List.of(criteria), List.of(), true, false);
    }

    private static Choice own(Criterion... criteria) {
        return new Choice(List.of(criteria), List.of(), false, false);
    }

    @Test
    void no_option_chooses_all() throws Exception {
        assertThat(Choice.ALL.select(MODEL).paths()).containsExactlyElementsOf(MODEL.keySet());
        assertThat(Choice.ALL.select(new LinkedHashMap<>()).idle()).isEmpty();
    }

    @Test
    void a_key_is_the_last_part() throws Exception {
        assertThat(of(new Criterion.Key("bias")).select(MODEL).paths())
                .containsExactly("layers.0.attention.q.bias", "layers.1.mlp.bias");
    }

    @Test
    void criteria_add_up_in_the_order_of_the_model() throws Exception {
        Choice choice =
                of(
                        new Criterion.StoredAs(DType.BF16),
                        new Criterion.Regex(Pattern.compile("^emb")),
                        new Criterion.Match(PathPattern.parse("layers.*.attention.scale")));
        assertThat(choice.select(MODEL).paths())
                .containsExactly("embed.weight", "layers.0.attention.scale", "layers.1.mlp.bias");
    }

    @Test
    void a_module_suffix_is_whole_parts_and_takes_the_sub_modules() throws Exception {
        assertThat(of(new Criterion.ModuleSuffix("attention")).select(MODEL).paths())
                .containsExactly(
                        "layers.0.attention.q.weight",
                        "layers.0.attention.q.bias",
                        "layers.0.attention.scale");
        assertThat(of(new Criterion.ModuleSuffix("1.mlp")).select(MODEL).paths())
                .containsExactly("layers.1.mlp.bias");
    }

    @Test
    void exceptions_are_taken_out_again() throws Exception {
        Choice choice =
                new Choice(
                        List.of(new Criterion.ModuleSuffix("layers")),
                        List.of(PathPattern.parse("**.bias")),
                        true,
                        false);
        assertThat(choice.select(MODEL).paths())
                .containsExactly(
                        "layers.0.attention.q.weight",
                        "layers.0.attention.scale",
                        "layers.0.cross_attention.scale");
    }

    @Test
    void without_recursion_only_the_root_owns_and_a_list_belongs_to_its_holder() throws Exception {
        assertThat(own().select(MODEL).paths())
                .containsExactly("gains.0", "gains.1", "position_ids");
    }

    @Test
    void without_recursion_a_named_module_gives_what_it_owns_itself() throws Exception {
        assertThat(own(new Criterion.ModuleSuffix("attention")).select(MODEL).paths())
                .containsExactly("layers.0.attention.scale");
        assertThat(own(new Criterion.Key("bias")).select(MODEL).paths()).isEmpty();
    }

    @Test
    void an_option_that_chooses_nothing_is_reported_with_the_nearest_names() throws Exception {
        Choice choice =
                new Choice(
                        List.of(new Criterion.Key("biass"), new Criterion.ModuleSuffix("mpl")),
                        List.of(PathPattern.parse("x")),
                        true,
                        false);
        assertThat(choice.select(MODEL).idle())
                .containsExactly(
                        "--keys 'biass' chooses no parameter; nearest: 'bias'",
                        "--modules 'mpl' chooses no parameter; nearest: 'mlp'",
                        "--except 'x' takes out no parameter");
    }

    @Test
    void strict_makes_that_an_error() {
        Choice choice = new Choice(List.of(new Criterion.Key("nope")), List.of(), true, true);
        assertThatThrownBy(() -> choice.select(MODEL))
                .isInstanceOf(NothingChosenException.class)
                .hasMessage("--keys 'nope' chooses no parameter");
    }

    @Test
    void a_choice_that_is_empty_only_in_the_whole_is_reported_too() throws Exception {
        assertThat(own(new Criterion.Key("bias")).select(MODEL).idle())
                .containsExactly("the options together choose no parameter");
    }
}
