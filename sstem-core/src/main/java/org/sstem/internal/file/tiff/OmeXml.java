package org.sstem.internal.file.tiff;

import org.sstem.internal.file.ImageFiles;
import org.sstem.internal.file.LengthUnit;
import org.sstem.stack.VoxelSize;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The description of an OME-TIFF file: its sections, the pages they lie in, and the size of a voxel. */
final class OmeXml {

    private static final int MAX_SECTIONS = 1 << 20;

    private final Path file;
    private final List<String> remarks = new ArrayList<>();

    private OmeXml(Path file) {
        this.file = file;
    }

    static boolean isOme(String text) {
        return text.startsWith("<") && text.contains("<OME");
    }

    static TiffClaim parse(Path file, String text) throws IOException {
        return new OmeXml(file).claim(root(file, text));
    }

    private static Element root(Path file, String text) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            // A stranger's text: nothing is fetched, and nothing expands.
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            Document document = builder.parse(new InputSource(new StringReader(text)));
            return document.getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(file + " has a damaged OME-XML description: " + ImageFiles.reason(e), e);
        }
    }

    private TiffClaim claim(Element ome) throws IOException {
        if (elements(ome, "BinaryOnly").getLength() > 0) {
            remarks.add("its OME-XML lies in another file, which is not read: the pages are taken one after the other");
            return new TiffClaim("OME-TIFF", 0, null, Optional.empty(), remarks);
        }
        NodeList images = elements(ome, "Pixels");
        if (images.getLength() != 1) {
            throw new IOException(file + " holds " + images.getLength() + " images (OME-TIFF); a stack is one");
        }
        Element pixels = (Element) images.item(0);
        long z = number(pixels, "SizeZ", 1);
        long times = number(pixels, "SizeT", 1);
        TiffClaim claim =
                TiffClaim.of(file, "OME-TIFF", z, number(pixels, "SizeC", 1), times, null, voxelSize(pixels), remarks);
        if (claim.sections() < 1 || claim.sections() > MAX_SECTIONS) {
            throw new IOException(file + " claims " + claim.sections() + " sections (OME-TIFF)");
        }
        int[] order = order(pixels, (int) claim.sections(), times > 1 ? "FirstT" : "FirstZ");
        return new TiffClaim("OME-TIFF", claim.sections(), order, claim.voxelSize(), remarks);
    }

    private static NodeList elements(Element in, String name) {
        return in.getElementsByTagNameNS("*", name);
    }

    /** The page of each section as the blocks of TiffData tell it; null if they only say that all follow. */
    private int[] order(Element pixels, int sections, String axis) throws IOException {
        NodeList blocks = elements(pixels, "TiffData");
        int[] pages = new int[sections];
        Arrays.fill(pages, -1);
        for (int i = 0; i < blocks.getLength(); i++) {
            Element block = (Element) blocks.item(i);
            checkFile(block);
            long first = number(block, axis, 0);
            long page = number(block, "IFD", 0);
            // A block without a count and a page is all that follow; with a page only, it is one.
            long count = number(block, "PlaneCount", block.hasAttribute("IFD") ? 1 : sections - first);
            if (first < 0 || page < 0 || count < 0 || first + count > sections || page + count > MAX_SECTIONS) {
                throw new IOException(file + " claims " + sections + " sections (OME-TIFF), and one as the "
                        + (first + count) + "th");
            }
            for (int k = 0; k < count; k++) {
                pages[(int) first + k] = (int) page + k;
            }
        }
        if (blocks.getLength() == 0) {
            return null;
        }
        long told = Arrays.stream(pages).filter(page -> page >= 0).count();
        if (told < sections) {
            throw new IOException(file + " claims " + sections + " sections (OME-TIFF) and tells the pages of " + told);
        }
        return pages;
    }

    private void checkFile(Element block) throws IOException {
        NodeList ids = elements(block, "UUID");
        for (int i = 0; i < ids.getLength(); i++) {
            String name = ((Element) ids.item(i)).getAttribute("FileName");
            // Files are renamed; the text inside them is not. So only a name that is there is another part.
            if (!name.isEmpty() && !name.equals(String.valueOf(file.getFileName())) && isThere(name)) {
                throw new IOException(file + " is one part of an OME-TIFF of several files (" + name
                        + " is another), which is not supported; put the sections into one file");
            }
        }
    }

    private boolean isThere(String name) {
        try {
            return Files.exists(file.toAbsolutePath().resolveSibling(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private long number(Element element, String name, long missing) throws IOException {
        String text = element.getAttribute(name);
        try {
            return text.isBlank() ? missing : Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IOException(file + " has a damaged OME-XML description: " + name + " is \"" + text + "\"", e);
        }
    }

    private Optional<VoxelSize> voxelSize(Element pixels) {
        double[] nm = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            String name = "PhysicalSize" + "XYZ".charAt(axis);
            String value = pixels.getAttribute(name).strip();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            // The schema's own default is the micrometre.
            String unit = pixels.hasAttribute(name + "Unit") ? pixels.getAttribute(name + "Unit") : "um";
            OptionalDouble factor = LengthUnit.nanometres(unit);
            if (factor.isEmpty()) {
                if (!LengthUnit.isNone(unit)) {
                    remarks.add("it gives " + name + " in the unit \"" + unit + "\", which is not known: the voxel"
                            + " size is not taken from it");
                }
                return Optional.empty();
            }
            try {
                nm[axis] = Double.parseDouble(value) * factor.getAsDouble();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(new VoxelSize(nm[0], nm[1], nm[2]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
