package dev.mlxj.cli.page;

import dev.mlxj.array.kernel.Comparison;
import dev.mlxj.cli.Quantity;
import dev.mlxj.io.Entry;
import dev.mlxj.surgery.Difference;
import dev.mlxj.surgery.Difference.Pair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code diff} finds, as a page: how far each tensor lies from its counterpart. */
public final class DiffPage {
    private final Html html;

    private DiffPage(Html html) {
        this.html = html;
    }

    /**
     * The page.
     *
     * @param a the first model, as it was given
     * @param shown the pairs to list, which may be some of them
     */
    public static Page of(String a, String b, Difference difference, List<Pair> shown) {
        Page page = new Page("mlxj diff " + a + " " + b);
        DiffPage made = new DiffPage(page.body());
        made.head(a, b, difference);
        made.chart(shown);
        int rows = shown.size() + difference.onlyInA().size() + difference.onlyInB().size();
        Tree.search(made.html, rows);
        made.html.open("div", "class", "tree diff");
        made.titles();
        made.one("only in A", difference.onlyInA());
        made.one("only in B", difference.onlyInB());
        made.modules(shown);
        made.html.close("div");
        return page;
    }

    private void head(String a, String b, Difference difference) {
        html.open("header").element("h1", a + " and " + b);
        html.element(
                "p",
                difference.isNone()
                        ? "no difference in " + Quantity.of(difference.equal(), "tensor")
                        : Quantity.count(difference.tensors().size())
                                + " different, "
                                + Quantity.count(difference.equal())
                                + " equal, "
                                + Quantity.count(difference.onlyInA().size())
                                + " only in A, "
                                + Quantity.count(difference.onlyInB().size())
                                + " only in B",
                "class",
                difference.isNone() ? "passed" : "failed");
        html.close("header");
    }

    private void chart(List<Pair> shown) {
        List<String> names = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        for (Pair pair : shown) {
            pair.values()
                    .ifPresent(
                            values -> {
                                names.add(pair.a().name());
                                errors.add(values.rms());
                            });
        }
        if (!names.isEmpty()) {
            html.element("h2", "RMS difference of each tensor, on a logarithmic scale");
            double[] heights = errors.stream().mapToDouble(Double::doubleValue).toArray();
            Svg.logBars(html, names, heights, "RMS difference of each tensor");
        }
    }

    private void titles() {
        html.open("div", "class", "row titles");
        for (String title :
                new String[] {
                    "name", "dtype", "shape", "max abs", "max rel", "rms", "cosine", "equal bits"
                }) {
            html.element("span", title);
        }
        html.close("div");
    }

    private void one(String title, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        openModule(title, entries.size());
        for (Entry entry : entries) {
            Tree.openTensor(html, entry.name(), entry.name(), 1);
            html.element("span", entry.dtype().name()).element("span", entry.shape().toString());
            Tree.closeTensor(html);
        }
        Tree.closeModule(html);
    }

    /** The pairs by the module that owns them, so that a long list can be folded. */
    private void modules(List<Pair> pairs) {
        Map<String, List<Pair>> byModule = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            String name = pair.a().name();
            String module = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            byModule.computeIfAbsent(module, _ -> new ArrayList<>()).add(pair);
        }
        byModule.forEach(
                (module, owned) -> {
                    openModule(module, owned.size());
                    for (Pair pair : owned) {
                        pair(pair, module);
                    }
                    Tree.closeModule(html);
                });
    }

    private void openModule(String label, int tensors) {
        Tree.openModule(html, label, 0);
        html.element("span", "").element("span", Quantity.of(tensors, "tensor"));
        Tree.beginChildren(html);
    }

    private void pair(Pair pair, String module) {
        Entry a = pair.a();
        Entry b = pair.b();
        String label = module.isEmpty() ? a.name() : a.name().substring(module.length() + 1);
        if (!a.name().equals(b.name())) {
            label += " → " + b.name();
        }
        Tree.openTensor(html, a.name(), label, 1);
        html.element("span", change(a.dtype().name(), b.dtype().name()));
        html.element("span", change(a.shape().toString(), b.shape().toString()));
        if (pair.values().isPresent()) {
            Comparison values = pair.values().get();
            number(Quantity.real(values.maxAbs()));
            number(Quantity.real(values.maxRelative()));
            number(Quantity.real(values.rms()));
            number(String.format(Locale.ROOT, "%.9f", values.cosine()));
            number(a.dtype() == b.dtype() ? Quantity.count(values.equalBits()) : "");
        }
        Tree.closeTensor(html);
    }

    private void number(String text) {
        html.element("span", text, "class", "number");
    }

    private static String change(String before, String after) {
        return before.equals(after) ? before : before + " → " + after;
    }
}
