import java.io.IOException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.FieldBuilder;
import java.lang.classfile.FieldElement;
import java.lang.classfile.FieldModel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * Makes the image that runs without an installed Java: a runtime, the jars, caches of loaded
 * classes, and the launcher. Run by the build, under the JDK that compiles.
 *
 * <pre>Image.java BUILD_FOLDER VERSION LAUNCHER REHEARSALS MODELS</pre>
 *
 * The build folder holds the program's {@code classes}, {@code libraries.txt} with the jars it
 * needs, and {@code picocli-sources}; the image becomes {@code mlxj} in it. The rehearsals are
 * lists of command lines on the models, from which the caches learn.
 */
final class Image {
    /** One instant for every entry of every archive, so that the same sources give the same jar. */
    private static final String DATE = "2026-01-01T00:00:00Z";

    private final Path build;
    private final String version;
    private final Path image;
    private final Path lib;

    private Image(Path build, String version) {
        this.build = build.toAbsolutePath();
        this.version = version;
        this.image = this.build.resolve("mlxj-unfinished");
        this.lib = image.resolve("lib");
    }

    public static void main(String[] args) throws Exception {
        Image image = new Image(Path.of(args[0]), args[1]);
        image.addLibraries();
        image.addPicocli();
        image.addProgram(Path.of(args[2]).resolveSibling("Prepare.java"));
        image.linkRuntime();
        image.rehearse("mlxj", Path.of(args[3]), Path.of(args[4]));
        image.rehearse("inspect", Path.of(args[3]), Path.of(args[4]));
        image.addLauncher(Path.of(args[2]));
        image.finish();
        image.pack();
    }

    private void addLibraries() throws IOException {
        delete(image);
        Files.createDirectories(lib);
        for (String library : Files.readString(build.resolve("libraries.txt")).split(":")) {
            Path jar = Path.of(library.strip());
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
    }

    /**
     * picocli's own jar has classes of Java 5, which no class-data cache takes: each start would
     * parse and verify two hundred of them. The same sources compiled anew start 100 ms sooner.
     */
    private void addPicocli() throws IOException {
        Path sources = build.resolve("picocli-sources/picocli");
        Path classes = build.resolve("picocli-classes");
        delete(classes);
        tool(
                "javac",
                "-nowarn",
                "-Xlint:none",
                "-g:none",
                "-d",
                classes.toString(),
                sources.resolve("CommandLine.java").toString(),
                sources.resolve("AutoComplete.java").toString());
        jar("picocli.jar", classes);
    }

    /**
     * The program's own classes, with the options of the commands as code beside them. That code
     * sets fields which picocli would set by reflection, at 5 ms a start, so they are not private
     * in the image.
     */
    private void addProgram(Path prepare) throws IOException, InterruptedException {
        Path sources = build.resolve("prepared-sources");
        Path program = build.resolve("prepared-classes");
        delete(sources);
        delete(program);
        Path classes = build.resolve("classes");
        try (var files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = program.resolve(classes.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.write(copy, opened(file));
            }
        }
        String classPath = program + ":" + classPath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        run(build, java, "-cp", classPath, prepare.toAbsolutePath().toString(), sources.toString());
        tool(
                "javac",
                "-nowarn",
                "-Xlint:none",
                "-cp",
                classPath,
                "-d",
                program.toString(),
                sources.resolve("dev/mlxj/cli/PreparedCommands.java").toString());
        jar("mlxj-cli-" + version + ".jar", program);
    }

    /** The bytes of a class file, in which no field is private that has an annotation. */
    private static byte[] opened(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!file.toString().endsWith(".class")) {
            return bytes;
        }
        ClassFile format = ClassFile.of();
        return format.transformClass(
                format.parse(bytes),
                (builder, element) -> {
                    if (element instanceof FieldModel field
                            && field.findAttribute(Attributes.runtimeVisibleAnnotations())
                                    .isPresent()) {
                        builder.transformField(field, Image::withoutPrivate);
                    } else {
                        builder.with(element);
                    }
                });
    }

    private static void withoutPrivate(FieldBuilder builder, FieldElement element) {
        if (element instanceof AccessFlags flags) {
            builder.withFlags(flags.flagsMask() & ~ClassFile.ACC_PRIVATE);
        } else {
            builder.with(element);
        }
    }

    private void linkRuntime() throws IOException {
        Path runtime = image.resolve("runtime");
        tool(
                "jlink",
                "--add-modules",
                "java.base,jdk.incubator.vector",
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-0",
                "--output",
                runtime.toString());
    }

    private void addLauncher(Path template) throws IOException {
        String classPath =
                jars().stream().map(jar -> "$lib/" + jar).collect(Collectors.joining(":"));
        Path launcher = image.resolve("bin/mlxj");
        Files.createDirectories(launcher.getParent());
        Files.writeString(launcher, Files.readString(template).replace("@CLASSPATH@", classPath));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs the command lines of a file and keeps what the virtual machine learned from them. */
    private void rehearse(String name, Path rehearsals, Path models)
            throws IOException, InterruptedException {
        Path work = build.resolve("rehearsal");
        delete(work);
        Files.createDirectories(work);
        run(
                work,
                image.resolve("runtime/bin/java").toString(),
                "-XX:AOTCacheOutput=" + lib.resolve(name + ".aot"),
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "dev.mlxj.cli.Rehearsal",
                rehearsals.toAbsolutePath().resolve(name).toString(),
                models.toAbsolutePath().toString());
        delete(work);
    }

    /** The whole takes its name at once, so that a start meets no half-made image. */
    private void finish() throws IOException {
        Path finished = build.resolve("mlxj");
        delete(finished);
        Files.move(image, finished);
    }

    private void pack() throws IOException, InterruptedException {
        String platform =
                System.getProperty("os.name").toLowerCase(Locale.ROOT).replace("mac os x", "macos")
                        + "-"
                        + System.getProperty("os.arch").replace("amd64", "x86_64");
        String archive = "mlxj-" + version + "-" + platform + ".tar.gz";
        run(build, "tar", "-czf", archive, "mlxj");
    }

    private void jar(String name, Path classes) throws IOException {
        tool(
                "jar",
                "--create",
                "--date=" + DATE,
                "--file",
                lib.resolve(name).toString(),
                "-C",
                classes.toString(),
                ".");
    }

    private String classPath() throws IOException {
        return jars().stream()
                .map(jar -> lib.resolve(jar).toString())
                .collect(Collectors.joining(":"));
    }

    private List<String> jars() throws IOException {
        try (var files = Files.list(lib)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private void run(Path folder, String... command) throws IOException, InterruptedException {
        Path log = build.resolve("image.log");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(log));
        }
    }

    private static void tool(String name, String... arguments) throws IOException {
        int code =
                ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments);
        if (code != 0) {
            throw new IOException(name + " failed: " + List.of(arguments));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
