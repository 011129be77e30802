package dev.mlxj.cli.page;

import dev.mlxj.cli.Quantity;
import dev.mlxj.surgery.LayerError;
import dev.mlxj.surgery.OutputComparison;
import dev.mlxj.surgery.Perplexity;
import dev.mlxj.surgery.Verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code verify} came to, as a page: the verdict, the outputs, the error after each layer. */
public final class VerifyPage {
    private final Verification result;
    private final Html html;

    private VerifyPage(Verification result, Html html) {
        this.result = result;
        this.html = html;
    }

    /**
     * The page.
     *
     * @param subject the models, as they were given
     */
    public static Page of(String subject, Verification result) {
        Page page = new Page("mlxj verify " + subject);
        VerifyPage made = new VerifyPage(result, page.body());
        made.head(subject);
        made.layers();
        made.outputs();
        made.perplexity("perplexity", result.perplexity());
        made.perplexity("perplexity of the reference", result.referencePerplexity());
        return page;
    }

    private void head(String subject) {
        html.open("header").element("h1", subject);
        html.element(
                "p",
                result.passed() ? "PASSED" : "FAILED",
                "class",
                result.passed() ? "passed" : "failed");
        result.architecture().ifPresent(name -> html.element("p", "architecture " + name));
        html.close("header");
        list(result.findings(), "failed");
        list(result.notes(), "");
    }

    private void list(List<String> sentences, String kind) {
        if (sentences.isEmpty()) {
            return;
        }
        html.open("ul", "class", kind);
        for (String sentence : sentences) {
            html.element("li", sentence);
        }
        html.close("ul");
    }

    private void layers() {
        if (result.layers().isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>();
        double[] heights = new double[result.layers().size()];
        boolean compared = true;
        for (LayerError layer : result.layers()) {
            compared &= layer.comparison().isPresent();
        }
        for (LayerError layer : result.layers()) {
            heights[names.size()] =
                    compared
                            ? layer.comparison().map(OutputComparison::relativeRms).orElse(0.0)
                            : layer.rms();
            names.add(layer.name());
        }
        String title =
                compared
                        ? "Relative RMS error after each layer"
                        : "RMS of the state after each layer";
        html.element("h2", title + ", on a logarithmic scale");
        Svg.logBars(html, names, heights, title);
        html.open("table").raw("<tr><th>layer<th>rms<th>max abs<th>relative rms<th>");
        for (LayerError layer : result.layers()) {
            html.open("tr").element("td", layer.name());
            html.element("td", Quantity.real(layer.rms()));
            comparison(layer.comparison());
            verdict(layer.passed());
            html.close("tr");
        }
        html.close("table");
    }

    private void outputs() {
        if (result.outputs().isEmpty()) {
            return;
        }
        html.element("h2", "Outputs").open("table");
        html.raw("<tr><th>output<th>max abs<th>relative rms<th>KL<th>top-1<th>");
        result.outputs()
                .forEach(
                        (name, output) -> {
                            html.open("tr").element("td", name);
                            comparison(output.comparison());
                            number(output.comparison().flatMap(OutputComparison::kl));
                            number(output.comparison().flatMap(OutputComparison::top1));
                            verdict(output.passed());
                            html.close("tr");
                        });
        html.close("table");
    }

    private void comparison(Optional<OutputComparison> found) {
        number(found.map(OutputComparison::maxAbs));
        number(found.map(OutputComparison::relativeRms));
    }

    private void number(Optional<Double> number) {
        html.element("td", number.map(Quantity::real).orElse(""));
    }

    private void verdict(boolean passed) {
        html.element("td", passed ? "ok" : "FAILED", "class", passed ? "passed" : "failed");
    }

    private void perplexity(String title, Optional<Perplexity> found) {
        found.ifPresent(
                perplexity ->
                        html.element(
                                "p",
                                title
                                        + " "
                                        + Quantity.real(perplexity.value())
                                        + ", over "
                                        + Quantity.of(perplexity.predictions(), "prediction")));
    }
}
