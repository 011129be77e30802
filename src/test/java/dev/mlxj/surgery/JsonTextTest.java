package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class JsonTextTest {
    private static final String INDEX =
            """
            {
              "metadata": {
                "total_size": 12,
                "x": -1.50e+3
              },
              "weight_map": {"é": "a"}
            }
            """;

    private static JsonText of(String text) {
        return new JsonText(text.getBytes(UTF_8));
    }

    private static String show(JsonText text) {
        return new String(text.bytes(), UTF_8);
    }

    private static JsonText.Member member(JsonText text, String name) throws IOException {
        return text.members().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void a_member_is_added_in_the_style_of_the_last_one() throws Exception {
        JsonText index = of(INDEX);
        assertThat(show(index.withMember(member(index, "metadata"), "k", "\"v\"")))
                .isEqualTo(INDEX.replace("-1.50e+3\n", "-1.50e+3,\n    \"k\": \"v\"\n"));
        JsonText map = of("{\"é\":{\"a\":1},\"b\":2}");
        assertThat(show(map.withMember(member(map, "é"), "k", "3")))
                .isEqualTo("{\"é\":{\"a\":1,\"k\": 3},\"b\":2}");
        assertThat(show(of(" {}").withMember(null, "k", "3"))).isEqualTo(" {\"k\": 3}");
    }

    @Test
    void a_value_is_replaced_and_nothing_else() throws Exception {
        JsonText index = of(INDEX);
        JsonText.Member size = index.members(member(index, "metadata")).getFirst();
        assertThat(show(index.with(size, "7"))).isEqualTo(INDEX.replace("12", "7"));
    }

    @Test
    void a_member_is_taken_out_with_its_comma() throws Exception {
        assertThat(show(of("{\"a\": 1, \"b\": [2, 3], \"c\": \"}\"}").without(null, "a")))
                .isEqualTo("{\"b\": [2, 3], \"c\": \"}\"}");
        assertThat(show(of("{\"a\": 1, \"b\": [2, 3], \"c\": \"}\"}").without(null, "b")))
                .isEqualTo("{\"a\": 1, \"c\": \"}\"}");
        assertThat(show(of("{\"a\": 1, \"b\": [2, 3], \"c\": \"}\"}").without(null, "c")))
                .isEqualTo("{\"a\": 1, \"b\": [2, 3]}");
        assertThat(show(of("{ \"a\": 1 }").without(null, "a"))).isEqualTo("{  }");
        assertThat(show(of("{\"a\": 1}").without(null, "z"))).isEqualTo("{\"a\": 1}");
    }

    @Test
    void what_is_no_object_is_an_error() {
        assertThatThrownBy(() -> of("[1]").members()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> of("{\"a\": ").members()).isInstanceOf(IOException.class);
    }

    @Test
    void a_config_names_the_new_dtype_in_every_part_of_the_model() {
        String config =
                """
                { "hidden_size": 12e2, "torch_dtype" : "float32",
                  "text_config": {"dtype": "torch.float32", "a": {"dtype": "float32"}},
                  "quantization_config": {"dtype": "float32"}, "dtype": null}
                """;
        assertThat(new String(ConfigText.withDType(config.getBytes(UTF_8), DType.BF16), UTF_8))
                .isEqualTo(
                        """
                        { "hidden_size": 12e2, "torch_dtype" : "bfloat16",
                          "text_config": {"dtype": "torch.bfloat16", "a": {"dtype": "float32"}},
                          "quantization_config": {"dtype": "float32"}, "dtype": null}
                        """);
    }

    @Test
    void a_config_that_is_no_json_stays_as_it_is() {
        byte[] broken = "{\"torch_dtype\": ".getBytes(UTF_8);
        assertThat(ConfigText.withDType(broken, DType.F16)).isEqualTo(broken);
    }
}
