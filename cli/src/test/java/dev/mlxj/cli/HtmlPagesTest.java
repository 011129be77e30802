package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HtmlPagesTest {
    @TempDir private Path home;

    private Path page() {
        return home.resolve("page.html");
    }

    private String inspected(Path model) throws Exception {
        assertThat(Run.mlxj("inspect", model, "--html", page()).code()).isZero();
        return Files.readString(page());
    }

    @Test
    void a_page_loads_nothing() throws Exception {
        Path model = TinyModel.with("a.w", 1, 2).write(home.resolve("m.safetensors"));
        assertThat(inspected(model))
                .startsWith("<!doctype html>")
                .doesNotContain("http", "src=", "href=", "url(", "@import", "fetch(");
    }

    @Test
    void names_and_metadata_from_a_file_stay_text() throws Exception {
        Path model =
                TinyModel.with("<img onerror=x>.\\\"q\\\"&\\u202e", 1)
                        .metadata("{\"<b>\":\"</dl><script>\"}")
                        .write(home.resolve("m.safetensors"));
        assertThat(inspected(model))
                .contains("&lt;img onerror=x&gt;.&quot;q&quot;&amp;\\u202e</span>")
                .contains("<dt>&lt;b&gt;</dt>\n<dd>&lt;/dl&gt;&lt;script&gt;</dd>")
                .doesNotContain("<img", "<b>");
    }

    @Test
    void a_histogram_has_a_bar_for_each_bin_with_values() throws Exception {
        // 40 bins from 0 to 40: three values in the first bin, one in the last.
        Path model = TinyModel.with("w", 0, 0.5f, 0.9f, 40).write(home.resolve("m.safetensors"));
        assertThat(inspected(model)).contains("d=\"M1 24v-24.0M118 24v-8.0\"");
    }

    @Test
    void a_tensor_without_finite_values_has_no_histogram_and_its_defects_are_counted()
            throws Exception {
        Path model =
                TinyModel.with("w", Float.NaN, Float.POSITIVE_INFINITY)
                        .write(home.resolve("m.safetensors"));
        assertThat(inspected(model)).doesNotContain("class=\"histogram\"").contains(">1, 1</span>");
    }

    @Test
    void a_page_is_replaced_and_any_other_file_is_left_alone() throws Exception {
        Path model = TinyModel.with("w", 1).write(home.resolve("m.safetensors"));
        inspected(model);
        inspected(model);
        byte[] before = Files.readAllBytes(model);
        Run run = Run.mlxj("inspect", model, "--html", model);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("it exists, and is not a page of mlxj");
        assertThat(model).hasBinaryContent(before);
    }

    @Test
    void the_page_of_a_difference_says_what_differs_and_how_far() throws Exception {
        Path a = TinyModel.with("m.w", 1, 2).and("m.b", 3).write(home.resolve("a.safetensors"));
        Path b = TinyModel.with("m.w", 1, 4).and("c", 3).write(home.resolve("b.safetensors"));
        assertThat(Run.mlxj("diff", a, b, "--html", page()).code()).isEqualTo(1);
        assertThat(Files.readString(page()))
                .contains("1 different, 0 equal, 1 only in A, 1 only in B")
                .contains("data-path=\"m.w\"", "data-path=\"m.b\"", "data-path=\"c\"")
                .contains("<span class=\"number\">2.0000</span>")
                .contains("<span class=\"number\">1.4142</span>");
        assertThat(Run.mlxj("diff", a, a, "--html", page()).code()).isZero();
        assertThat(Files.readString(page())).contains("no difference in 2 tensors");
    }

    @Test
    void the_page_of_a_verification_has_the_verdict_and_the_error_after_each_layer()
            throws Exception {
        Path model = Documents.TESTDATA.resolve("models/llama");
        assertThat(Run.mlxj("verify", model, model, "--html", page()).code()).isZero();
        assertThat(Files.readString(page()))
                .contains("class=\"passed\">PASSED</p>")
                .contains("Relative RMS error after each layer", "<td>hidden_states.1</td>")
                .contains("<td>logits</td>");
    }

    @Test
    void a_browser_folds_searches_and_counts() throws Exception {
        Path model =
                TinyModel.with("a.w", 1)
                        .and("a.b", 1)
                        .and("c.d.w", 1)
                        .write(home.resolve("m.safetensors"));
        inspected(model);
        String all = Browser.dom(page(), "");
        assertThat(all).contains(">3 of 3</output>");
        String some = Browser.dom(page(), "#a%20W");
        assertThat(some)
                .contains(">1 of 3</output>")
                .contains("data-path=\"a.w\">")
                .contains("data-path=\"a.b\" hidden=\"\">")
                .contains("data-path=\"c.d.w\" hidden=\"\">");
    }
}
