package dev.mlxj.array;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The graph behind arrays in the language of Graphviz: arrays are ellipses, operations rectangles.
 * What is evaluated already has no graph behind it. Matches {@code mlx.core.export_to_dot}.
 */
public final class GraphDrawing {
    private final StringBuilder text = new StringBuilder("digraph {\n");
    private final IdentityHashMap<Array, String> given = new IdentityHashMap<>();
    private final IdentityHashMap<Array, String> names = new IdentityHashMap<>();
    private final Map<String, Array> outputs;
    private int letters;
    private int operations;

    private GraphDrawing(Map<String, Array> named) {
        this.outputs = named;
        named.forEach((name, array) -> given.put(array, name));
    }

    /** The graph behind these arrays, which have letters for names as all others do. */
    public static String of(Array... arrays) {
        Map<String, Array> unnamed = new LinkedHashMap<>();
        for (Array array : arrays) {
            unnamed.put(String.valueOf(unnamed.size()), array);
        }
        GraphDrawing drawing = new GraphDrawing(unnamed);
        drawing.given.clear();
        return drawing.draw();
    }

    /** The graph behind these arrays, which are named; they may be inputs too. */
    public static String of(Map<String, Array> arrays) {
        return new GraphDrawing(arrays).draw();
    }

    private String draw() {
        IdentityHashMap<Array, Integer> uses = new IdentityHashMap<>();
        List<Array> order = order(uses);
        for (Array node : order) {
            Recipe recipe = node.recipe();
            String name = name(node);
            if (recipe == null) {
                text.append("{ rank=source; \"").append(name).append("\"; }\n");
                continue;
            }
            int operation = ++operations;
            String label = recipe.primitive().getClass().getSimpleName();
            text.append("{ ").append(operation).append(" [label =\"").append(label);
            text.append("\", shape=rectangle]; }\n");
            for (Array input : recipe.inputs()) {
                text.append('"')
                        .append(name(input))
                        .append("\" -> ")
                        .append(operation)
                        .append('\n');
            }
            text.append(uses.containsKey(node) ? "{ \"" : "{ rank=sink; \"");
            text.append(name).append("\"; }\n");
            text.append(operation).append(" -> \"").append(name).append("\"\n");
        }
        return text.append("}\n").toString();
    }

    /** Inputs before what is made of them; counts who is an input. */
    private List<Array> order(IdentityHashMap<Array, Integer> uses) {
        List<Array> order = new ArrayList<>();
        IdentityHashMap<Array, Integer> next = new IdentityHashMap<>();
        ArrayDeque<Array> path = new ArrayDeque<>();
        for (Array output : outputs.values()) {
            if (next.containsKey(output)) {
                continue;
            }
            path.push(output);
            while (!path.isEmpty()) {
                Array node = path.peek();
                Recipe recipe = node.recipe();
                int index = next.merge(node, 1, Integer::sum) - 1;
                if (recipe == null || index == recipe.inputs().size()) {
                    order.add(path.pop());
                } else {
                    Array input = recipe.inputs().get(index);
                    uses.merge(input, 1, Integer::sum);
                    if (!next.containsKey(input)) {
                        path.push(input);
                    }
                }
            }
        }
        return order;
    }

    private String name(Array array) {
        String known = names.get(array);
        if (known == null) {
            known = given.containsKey(array) ? quoted(given.get(array)) : letter();
            names.put(array, known);
        }
        return known;
    }

    private static String quoted(String name) {
        return name.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** A, B, .. Z, AA, AB, .. */
    private String letter() {
        StringBuilder letter = new StringBuilder();
        for (int rest = letters++; rest >= 0; rest = rest / 26 - 1) {
            letter.insert(0, (char) ('A' + rest % 26));
        }
        return letter.toString();
    }
}
