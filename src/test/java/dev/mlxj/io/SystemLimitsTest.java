package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the system refuses a writing process: space, size, rights; and the order of its calls. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SystemLimitsTest {
    private static final String OLD = "old contents";

    @TempDir private Path folder;

    private Path out;

    @BeforeEach
    void an_old_output() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        out = folder.resolve("model.safetensors");
    }

    @Test
    void a_full_disk_leaves_the_old_output() throws Exception {
        assumeTrue(
                sh("mount -t tmpfs -o size=1m tmpfs " + folder) == 0, "cannot mount a tmpfs here");
        try {
            byte[] old = Models.file("w", 400_000, 1, Map.of(), 0);
            Files.write(out, old);

            // More than there is: refused at once. Two at a time: found out while writing.
            Process refused = ChildJvm.start(ChildJvm.command(Writer.class, "file", out, 1));
            assertThat(ChildJvm.output(refused)).contains("not enough space on the disk");
            assertThat(ChildJvm.exitCode(refused)).isEqualTo(4);
            Process filled = ChildJvm.start(ChildJvm.command(Writer.class, "pair", folder, 1));
            assertThat(ChildJvm.output(filled)).contains("not enough space on the disk");
            assertThat(ChildJvm.exitCode(filled)).isEqualTo(4);

            assertThat(out).hasBinaryContent(old);
            assertThat(Models.names(folder)).containsExactly("model.safetensors");
        } finally {
            sh("umount " + folder);
        }
    }

    @Test
    void a_limit_of_the_file_size_leaves_the_old_output() throws Exception {
        Files.writeString(out, OLD);
        Process writer =
                ChildJvm.shell(
                        "ulimit -f 1000; exec \"$@\"",
                        ChildJvm.command(Writer.class, "file", out, 1));
        assertThat(ChildJvm.output(writer)).contains("it cannot be written: File too large");
        assertThat(ChildJvm.exitCode(writer)).isEqualTo(4);
        assertThat(out).hasContent(OLD);
        assertThat(Models.names(folder)).containsExactly("model.safetensors");
    }

    @Test
    void a_directory_without_write_permission_is_named() throws Exception {
        Files.writeString(out, OLD);
        sh("chmod 666 " + out);
        sh("chmod 555 " + folder);
        Process writer = asNobody(ChildJvm.command(Writer.class, "file", out, 1));
        String said = ChildJvm.output(writer);
        assertThat(said).contains("the directory '" + folder.toRealPath() + "' is not writable");
        assertThat(ChildJvm.exitCode(writer)).isEqualTo(4);
        assertThat(out).hasContent(OLD);
    }

    @Test
    void an_ordinary_user_replaces_a_file_of_his_group_without_giving_rights_away()
            throws Exception {
        Files.writeString(out, OLD);
        sh("chmod 777 " + folder + "; chown 65534:4711 " + out + "; chmod 640 " + out);
        Process writer = asNobody(ChildJvm.command(Writer.class, "file", out, 1));
        assertThat(ChildJvm.output(writer)).isEqualTo("started\nready\n");
        assertThat(ChildJvm.exitCode(writer)).isZero();
        assertThat(Files.readAttributes(out, "unix:uid,gid")).containsEntry("gid", 65534);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_reader_without_write_permission_takes_the_header_from_the_journal() throws Exception {
        byte[] before = Models.file("w", 1000, 1, Map.of("k", "o".repeat(300)), 0);
        byte[] after = Models.file("w", 1000, 1, Map.of("k", "n".repeat(300)), 0);
        Files.write(out, before);
        int head = before.length - 1000;
        TestDisk disk = new TestDisk().endingAfter(3, TestDisk.End.KILL);
        HeadOverwrite.of(out, disk)
                .orElseThrow()
                .write(
                        Arrays.copyOf(before, head),
                        Arrays.copyOf(after, head),
                        OutputOptions.DEFAULT);
        sh("chmod 644 " + folder + "/.model* " + out + "; chmod 555 " + folder);

        Process reader = asNobody(ChildJvm.command(Writer.class, "metadata", out, 1));

        assertThat(ChildJvm.output(reader)).isEqualTo("started\nready\n" + "n".repeat(300) + "\n");
        assertThat(ChildJvm.exitCode(reader)).isZero();
        assertThat(Models.names(folder)).hasSize(2);
        sh("chmod 755 " + folder);
        Checkpoint.open(out).close();
        assertThat(out).hasBinaryContent(after);
        assertThat(Models.names(folder)).hasSize(1);
    }

    @Test
    void a_new_file_has_the_rights_that_the_umask_leaves() throws Exception {
        for (String[] each :
                new String[][] {{"022", "rw-r--r--"}, {"002", "rw-rw-r--"}, {"077", "rw-------"}}) {
            Path file = folder.resolve(each[0]);
            Process writer =
                    ChildJvm.shell(
                            "umask " + each[0] + "; exec \"$@\"",
                            ChildJvm.command(Writer.class, "new", file, 1));
            assertThat(ChildJvm.exitCode(writer)).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(each[1]);
        }
    }

    @Test
    void the_temporary_file_is_on_the_device_of_the_output() throws Exception {
        assumeTrue(
                sh("mount -t tmpfs -o size=20m tmpfs " + folder) == 0, "cannot mount a tmpfs here");
        try {
            AtomicOutput.write(out, OLD.getBytes(UTF_8), OutputOptions.DEFAULT);
            assertThat(out).hasContent(OLD);
        } finally {
            sh("umount " + folder);
        }
    }

    @Test
    void the_system_is_asked_to_force_the_file_then_to_rename_then_to_force_the_directory()
            throws Exception {
        assumeTrue(sh("strace -V") == 0, "no strace here");
        Path trace = folder.resolve("trace");
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        "strace",
                        "-f",
                        "-y",
                        "-o",
                        trace.toString(),
                        "-e",
                        "trace=fsync,fdatasync,rename,renameat,renameat2"));
        command.addAll(ChildJvm.command(Writer.class, "synced", out, 1));
        Process writer = ChildJvm.start(command);
        ChildJvm.output(writer);
        assumeTrue(
                ChildJvm.exitCode(writer) == 0 && Files.exists(trace), "strace may not trace here");

        String real = Pattern.quote(folder.toRealPath().toString());
        String temporary = real + "/\\.model\\.safetensors\\.mlxj-[0-9a-v]{8}\\.tmp";
        assertThat(Files.readString(trace))
                .containsPattern(
                        "(?s)fsync\\([0-9]+<"
                                + temporary
                                + ">.*"
                                + "rename[a-z0-9]*\\(.*"
                                + temporary
                                + ".*/model\\.safetensors\".*"
                                + "fsync\\([0-9]+<"
                                + real
                                + ">");
    }

    @Test
    void bytes_do_not_depend_on_locale_time_zone_or_encoding() throws Exception {
        List<List<String>> settings =
                List.of(
                        List.of("env", "LC_ALL=C.UTF-8"),
                        List.of("env", "LC_ALL=C", "TZ=Asia/Kolkata"),
                        List.of("env", "LANG=tr_TR.UTF-8", "TZ=Pacific/Apia"));
        List<String> written = new ArrayList<>();
        for (List<String> setting : settings) {
            List<String> command = ChildJvm.command(Writer.class, "layout", out, 1);
            command.addAll(1, List.of("-Duser.language=tr", "-Dfile.encoding=ISO-8859-9"));
            command.addAll(0, setting);
            Process writer = ChildJvm.start(command);
            written.add(ChildJvm.output(writer) + new String(Files.readAllBytes(out), UTF_8));
            assertThat(ChildJvm.exitCode(writer)).isZero();
        }
        assertThat(written).containsOnly(written.getFirst());
        assertThat(written.getFirst()).contains("\"ıİé\":{\"dtype\":\"I32\"");
    }

    private static Process asNobody(List<String> command) throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root"), "only root becomes another user");
        List<String> all =
                new ArrayList<>(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        List<String> probe = new ArrayList<>(all);
        probe.addAll(
                List.of("test", "-r", command.get(command.indexOf("-cp") + 1).split(":", 2)[0]));
        assumeTrue(
                ChildJvm.exitCode(ChildJvm.start(probe)) == 0,
                "another user cannot read the classes");
        all.addAll(command);
        return ChildJvm.start(all);
    }

    private static int sh(String script) throws Exception {
        Process process = ChildJvm.shell(script, List.of());
        ChildJvm.output(process);
        return ChildJvm.exitCode(process);
    }
}
