package dev.mlxj.cli.page;

import dev.mlxj.array.kernel.Histogram;
import dev.mlxj.array.kernel.Statistics;
import dev.mlxj.cli.Quantity;
import dev.mlxj.surgery.Inspection;
import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.Inspection.Total;
import dev.mlxj.surgery.Outline;
import dev.mlxj.tensor.DType;

import java.util.EnumMap;
import java.util.Map;

/** What {@code inspect} shows, as a page: the tree, sizes, dtypes, distributions of values. */
public final class InspectPage {
    /** Bins of a histogram: as many as its drawing has room for. */
    public static final int BINS = 40;

    private final Map<String, Statistics> statistics;
    private final Map<String, Histogram> histograms;
    private final Page page;
    private final Html html;

    private InspectPage(
            String path, Map<String, Statistics> statistics, Map<String, Histogram> histograms) {
        this.statistics = statistics;
        this.histograms = histograms;
        this.page = new Page("mlxj inspect " + path);
        this.html = page.body();
    }

    /**
     * The page.
     *
     * @param path of the model, as it was given
     * @param tree its tensors, sorted
     */
    public static Page of(
            String path,
            String architecture,
            Inspection listed,
            Outline tree,
            Map<String, Statistics> statistics,
            Map<String, Histogram> histograms) {
        InspectPage made = new InspectPage(path, statistics, histograms);
        made.head(path, architecture, listed);
        Tree.search(made.html, listed.rows().size());
        made.html.open("div", "class", "tree inspect");
        made.titles();
        made.below(tree, 0, Math.max(1, tree.total().bytes()));
        made.html.close("div");
        return made.page;
    }

    private void head(String path, String architecture, Inspection listed) {
        Total total = listed.total();
        html.open("header").element("h1", path);
        html.element(
                "p",
                (architecture.isEmpty() ? "" : architecture + ", ")
                        + Quantity.of(total.tensors(), "tensor")
                        + ", "
                        + Quantity.of(total.parameters(), "parameter")
                        + ", "
                        + Quantity.bytes(total.bytes())
                        + ", "
                        + Quantity.count(total.trainable())
                        + " trainable");
        html.close("header");
        Map<DType, Long> bytes = new EnumMap<>(DType.class);
        listed.totalByDType().forEach((dtype, sum) -> bytes.put(dtype, sum.bytes()));
        Svg.shares(html, bytes, "bytes by dtype");
        html.open("table").raw("<tr><th>dtype<th>tensors<th>parameters<th>size<th>trainable");
        listed.totalByDType().forEach(this::dtypeLine);
        html.close("table");
        if (!listed.metadata().isEmpty()) {
            html.open("details").element("summary", "metadata").open("dl");
            listed.metadata().forEach((key, value) -> html.element("dt", key).element("dd", value));
            html.close("dl").close("details");
        }
    }

    private void dtypeLine(DType dtype, Total total) {
        html.open("tr").open("td");
        Tree.dtype(html, dtype);
        html.close("td")
                .element("td", Quantity.count(total.tensors()))
                .element("td", Quantity.count(total.parameters()))
                .element("td", Quantity.bytes(total.bytes()))
                .element("td", Quantity.count(total.trainable()))
                .close("tr");
    }

    private void titles() {
        html.open("div", "class", "row titles");
        for (String title :
                new String[] {
                    "name",
                    "dtype",
                    "shape",
                    "parameters",
                    "size",
                    "",
                    "values",
                    "min",
                    "max",
                    "mean",
                    "std",
                    "NaN, Inf"
                }) {
            html.element("span", title);
        }
        html.close("div");
    }

    private void below(Outline module, int depth, long all) {
        for (Outline child : module.children()) {
            String label = child.name();
            while (child.row() == null && child.children().size() == 1) {
                child = child.children().getFirst();
                label += "." + child.name();
            }
            if (child.row() != null) {
                tensor(child.row(), label, depth, all);
            }
            if (!child.children().isEmpty()) {
                module(child, label, depth, all);
            }
        }
    }

    private void module(Outline module, String label, int depth, long all) {
        Total total = module.total();
        Tree.openModule(html, label, depth);
        html.element("span", "").element("span", Quantity.of(total.tensors(), "tensor"));
        html.element("span", Quantity.count(total.parameters()), "class", "number");
        size(total.bytes(), all);
        String state =
                total.frozen() == 0
                        ? ""
                        : total.frozen() == total.tensors() ? "frozen" : "partly frozen";
        html.element("span", state, "class", "state");
        Tree.beginChildren(html);
        below(module, depth + 1, all);
        Tree.closeModule(html);
    }

    private void tensor(Row row, String label, int depth, long all) {
        Tree.openTensor(html, row.name(), label, depth);
        html.open("span");
        Tree.dtype(html, row.entry().dtype());
        html.close("span");
        html.element("span", row.entry().shape().toString());
        html.element("span", Quantity.count(row.parameters()), "class", "number");
        size(row.entry().byteSize(), all);
        html.element("span", row.frozen() ? "frozen" : "", "class", "state");
        values(row.name());
        Tree.closeTensor(html);
    }

    private void size(long bytes, long all) {
        html.open("span", "class", "number size")
                .open("meter", "max", Long.toString(all), "value", Long.toString(bytes))
                .close("meter")
                .text(Quantity.bytes(bytes))
                .close("span");
    }

    private void values(String name) {
        Statistics known = statistics.get(name);
        Histogram histogram = histograms.get(name);
        html.open("span");
        if (histogram != null) {
            Svg.histogram(
                    html,
                    histogram.counts(),
                    Quantity.real(histogram.min()) + " to " + Quantity.real(histogram.max()));
        }
        html.close("span");
        if (known == null) {
            return;
        }
        boolean some = known.finite() > 0;
        double[] numbers = {known.min(), known.max(), known.mean(), known.std()};
        for (double number : numbers) {
            html.element("span", some ? Quantity.real(number) : "", "class", "number");
        }
        long bad = known.nan() + known.infinite();
        html.element(
                "span",
                bad == 0
                        ? ""
                        : Quantity.count(known.nan()) + ", " + Quantity.count(known.infinite()),
                "class",
                "number bad");
    }
}
