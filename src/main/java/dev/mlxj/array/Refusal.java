package dev.mlxj.array;

import java.util.List;

/** Why an operation refuses its arguments: the operation, the problem and the arrays, in a line. */
public final class Refusal {
    private Refusal() {}

    /**
     * What to throw: {@code [matmul] Got 0 dimension input. Given float32 (), float32 (2)}.
     *
     * @param operation MLX's name
     * @param problem a sentence; one that begins with another name in brackets keeps that
     */
    public static IllegalArgumentException of(String operation, String problem, Array... arrays) {
        return of(operation, problem, List.of(arrays));
    }

    /** The same for a list of arrays. */
    public static IllegalArgumentException of(
            String operation, String problem, List<Array> arrays) {
        boolean named = problem.startsWith("[");
        StringBuilder message = new StringBuilder(named ? "" : "[" + operation + "] ");
        message.append(problem).append(problem.endsWith(".") ? " " : ". ");
        message.append(named ? "In " + operation + " of " : "Given ");
        return new IllegalArgumentException(message.append(text(arrays)).toString());
    }

    /** {@code float32 (2,3), int32 (4)}. */
    private static String text(List<Array> arrays) {
        StringBuilder text = new StringBuilder();
        for (Array array : arrays) {
            text.append(text.isEmpty() ? "" : ", ").append(Promotion.name(array.dtype()));
            text.append(' ').append(Shapes.text(array.shape()));
        }
        return text.isEmpty() ? "no array" : text.toString();
    }
}
