package dev.mlxj.array;

/** The constants of {@code mlx.core}. */
public final class Constants {
    public static final double PI = Math.PI;
    public static final double E = Math.E;
    public static final double EULER_GAMMA = 0.5772156649015329;
    public static final double INF = Double.POSITIVE_INFINITY;
    public static final double NAN = Double.NaN;

    private Constants() {}
}
