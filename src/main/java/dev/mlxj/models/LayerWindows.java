package dev.mlxj.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * How far back each layer of a decoder sees, as {@link AttentionMask#within} takes it. A config
 * lists the kinds in {@code layer_types}, or leaves them to a rule of the family.
 */
final class LayerWindows {
    private static final String SLIDING = "sliding_attention";

    private LayerWindows() {}

    /**
     * The windows of all layers.
     *
     * @param sliding which layers have a window, where the config does not list their kinds
     */
    static List<Integer> of(ModelConfig json, int layers, IntPredicate sliding) throws IOException {
        List<Integer> windows = new ArrayList<>();
        List<String> types = json.has("layer_types") ? json.texts("layer_types") : null;
        if (types != null && types.size() != layers) {
            throw json.unexpected("layer_types", "one kind for each of " + layers + " layers");
        }
        for (int i = 0; i < layers; i++) {
            boolean slides = types == null ? sliding.test(i) : slides(json, types.get(i));
            windows.add(slides ? json.positive("sliding_window") : AttentionMask.NO_WINDOW);
        }
        return windows;
    }

    /** As {@link #of}, of a family in which {@code use_sliding_window} turns all windows off. */
    static List<Integer> switched(ModelConfig json, int layers, IntPredicate sliding)
            throws IOException {
        boolean used = json.flag("use_sliding_window", false) && json.has("sliding_window");
        List<Integer> windows = of(json, layers, i -> used && sliding.test(i));
        for (int window : windows) {
            if (window != AttentionMask.NO_WINDOW && !used) {
                throw json.unexpected(
                        "use_sliding_window", "true, since layer_types has " + SLIDING);
            }
        }
        return windows;
    }

    private static boolean slides(ModelConfig json, String type) throws IOException {
        return switch (type) {
            case SLIDING -> true;
            case "full_attention" -> false;
            default -> throw json.unexpected("layer_types", "full_attention and " + SLIDING);
        };
    }
}
