package io.atalaya.notebook.report.chart;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.apache.batik.svggen.SVGSyntax;
import org.w3c.dom.DOMException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * What is drawn, as an SVG element for a page: it scales with the page, its colours are properties
 * of the page's style sheet ({@link Ink}), and its identifiers are its own among other pictures.
 */
final class SvgCanvas {

  private static final String SVG = "http://www.w3.org/2000/svg";

  private static final Map<String, String> PROPERTIES =
      Arrays.stream(Ink.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  ink -> rgb(ink.color()), ink -> "var(%s)".formatted(ink.property())));

  private SvgCanvas() {}

  /**
   * The drawing as an element.
   *
   * @param id unique in the page
   * @param label for those who do not see it
   */
  static String draw(
      String id, String label, int width, int height, BiConsumer<Graphics2D, Rectangle2D> drawing) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String prefix) {
            return id + "-" + super.generateID(prefix);
          }
        });
    context.setComment(null);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(width, height));
    drawing.accept(graphics, new Rectangle2D.Double(0, 0, width, height));
    Element root = graphics.getRoot();
    graphics.dispose();
    root.removeAttribute("width");
    root.removeAttribute("height");
    root.setAttribute("viewBox", "0 0 %d %d".formatted(width, height));
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", label);
    colour(root);
    return text(root);
  }

  /** Exact colours become the properties that hold them; all others stay. */
  private static void colour(Element element) {
    if (element.getAttribute("id").equals(SVGSyntax.ID_PREFIX_GENERIC_DEFS)) {
      // The same in each picture, and referred to by none.
      element.removeAttribute("id");
    }
    for (String attribute : new String[] {"fill", "stroke"}) {
      String property = PROPERTIES.get(element.getAttribute(attribute));
      if (property != null) {
        // Properties are looked up in styles, not in attributes.
        String style = element.getAttribute("style");
        element.setAttribute("style", style + attribute + ":" + property + ";");
        element.removeAttribute(attribute);
      }
    }
    NodeList children = element.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element child) {
        colour(child);
      }
    }
  }

  private static String rgb(Color color) {
    return "rgb(%d,%d,%d)".formatted(color.getRed(), color.getGreen(), color.getBlue());
  }

  private static Document emptyDocument() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      return factory.newDocumentBuilder().getDOMImplementation().createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException | DOMException e) {
      throw new IllegalStateException("the JDK's own XML parser does not start", e);
    }
  }

  private static String text(Node node) {
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Transformer transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      transformer.setOutputProperty(OutputKeys.INDENT, "no");
      StringWriter text = new StringWriter();
      transformer.transform(new DOMSource(node), new StreamResult(text));
      return text.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException("a drawing cannot be written as XML", e);
    }
  }
}
