package org.sstem.net.internal.inference;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where ONNX Runtime takes its machine code from. It copies it out of the class path into a temporary folder at every
 * start, 28 MB, and loads the copy; where it lies on the class path as files, and not in a jar, it is loaded from there.
 */
final class OnnxLibrary {

    /** Names the folder that ONNX Runtime loads its libraries from. */
    static final String PROPERTY = "onnxruntime.native.path";

    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private OnnxLibrary() {}

    /**
     * Tells ONNX Runtime of libraries that are files already, unless the user has told it of others. To be called before any
     * of its classes is initialised; later it does nothing.
     *
     * @param classes whose class path is looked through: that of ONNX Runtime
     */
    static synchronized void prefer(ClassLoader classes) {
        if (System.getProperty(PROPERTY) == null) {
            folder(classes).ifPresent(folder -> System.setProperty(PROPERTY, folder.toString()));
        }
    }

    /** The folder of the class path in which all libraries for this platform lie as files. */
    private static Optional<Path> folder(ClassLoader classes) {
        String place = "ai/onnxruntime/native/" + platform() + "/";
        URL found = classes.getResource(place + System.mapLibraryName(LIBRARIES.get(0)));
        if (found == null || !found.getProtocol().equals("file")) {
            return Optional.empty();
        }
        try {
            Path folder = Path.of(found.toURI()).getParent();
            boolean all = LIBRARIES.stream()
                    .map(System::mapLibraryName)
                    .allMatch(name -> Files.isRegularFile(folder.resolve(name)));
            return all ? Optional.of(folder) : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** This platform, by the name that ONNX Runtime has for it; any other name where it has none. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String first = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
        return first + "-" + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }
}
