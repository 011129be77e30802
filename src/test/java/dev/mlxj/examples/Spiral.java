package dev.mlxj.examples;

import dev.mlxj.array.Array;

/**
 * Two arms that wind about each other, between -1 and 1. The points are the same on every machine.
 *
 * @param points {@code [2 * perArm, 2]}
 * @param labels {@code [2 * perArm, 1]}: 1 for the first arm, -1 for the second
 */
record Spiral(Array points, Array labels) {
    private static final double TURNS = 1.75;

    static Spiral of(int perArm) {
        float[] points = new float[4 * perArm];
        float[] labels = new float[2 * perArm];
        for (int i = 0; i < perArm; i++) {
            double radius = 0.08 + 0.9 * i / (perArm - 1);
            double angle = TURNS * 2 * Math.PI * i / (perArm - 1);
            float x = (float) (radius * StrictMath.cos(angle));
            float y = (float) (radius * StrictMath.sin(angle));
            put(points, 2 * i, x, y);
            put(points, 2 * i + 1, -x, -y);
            labels[2 * i] = 1;
            labels[2 * i + 1] = -1;
        }
        return new Spiral(
                Array.of(points).reshape(2 * perArm, 2), Array.of(labels).reshape(2 * perArm, 1));
    }

    private static void put(float[] points, int i, float x, float y) {
        points[2 * i] = x;
        points[2 * i + 1] = y;
    }
}
