// What a dashboard of ours may contain, in the types of @grafana/schema; dashboard.schema.json is made of it, see README.md.
import type * as grafana from 'raw/dashboard/x/types.gen';
import type * as barGauge from 'raw/composable/bargauge/panelcfg/x/types.gen';
import type * as heatmap from 'raw/composable/heatmap/panelcfg/x/types.gen';
import type * as stateTimeline from 'raw/composable/statetimeline/panelcfg/x/types.gen';
import type * as stat from 'raw/composable/stat/panelcfg/x/types.gen';
import type * as table from 'raw/composable/table/panelcfg/x/types.gen';
import type * as timeSeries from 'raw/composable/timeseries/panelcfg/x/types.gen';

// Every data source is a variable.
interface DataSource {
  type: 'prometheus';
  uid: '${datasource}';
}

// The data source's own part of a query: the package has only what all have in common.
interface Target {
  refId: string;
  expr: string;
  legendFormat?: string;
  format?: 'time_series' | 'table' | 'heatmap';
  instant?: boolean;
  range?: boolean;
  interval?: string;
  hide?: boolean;
}

interface DataLink {
  title: string;
  url: string;
  targetBlank?: boolean;
}

interface Property {
  id: string;
  value?: unknown;
}

type Field<Custom> = Omit<grafana.FieldConfig, 'custom' | 'links' | 'unit' | 'color'> & {
  unit: string;
  color?: { mode: grafana.FieldColorModeId | `${grafana.FieldColorModeId}`; fixedColor?: string };
  custom?: Custom;
  links?: DataLink[];
};

type PanelOf<Type extends string, Options, Custom> = Pick<grafana.Panel, 'maxDataPoints' | 'interval' | 'repeat' | 'repeatDirection' | 'maxPerRow' | 'transformations' | 'timeFrom' | 'timeShift'> & {
  id: number;
  type: Type;
  title: string;
  description: string;
  datasource: DataSource;
  gridPos: grafana.GridPos;
  targets: Target[];
  fieldConfig: {
    defaults: Field<Custom>;
    overrides: { matcher: grafana.MatcherConfig; properties: Property[] }[];
  };
  options: Options;
};

type Panel =
  | PanelOf<'bargauge', barGauge.BarGaugePanelOptions, never>
  | PanelOf<'heatmap', heatmap.HeatmapPanelOptions, heatmap.HeatmapPanelFieldConfig>
  | PanelOf<'stat', stat.StatPanelOptions, never>
  | PanelOf<'state-timeline', stateTimeline.StateTimelinePanelOptions, stateTimeline.StateTimelinePanelFieldConfig>
  | PanelOf<'table', table.TablePanelOptions, table.TablePanelFieldConfig>
  | PanelOf<'timeseries', timeSeries.TimeSeriesPanelOptions, timeSeries.TimeSeriesPanelFieldConfig>;

interface Row {
  id: number;
  type: 'row';
  title: string;
  gridPos: grafana.GridPos;
  collapsed: boolean;
  panels: Panel[];
}

type Annotation = Pick<grafana.AnnotationQuery, 'enable' | 'hide' | 'iconColor' | 'name'> & {
  datasource: DataSource;
  target: Target;
  tagKeys: string;
  titleFormat: string;
  textFormat: string;
};

type Variable = Omit<grafana.VariableModel, 'datasource' | 'type' | 'query'> &
  (
    | { type: 'datasource'; query: 'prometheus' }
    | { type: 'query'; datasource: DataSource; query: { query: string; refId: string; qryType?: number } }
    );

export type Dashboard = Omit<grafana.Dashboard, 'annotations' | 'panels' | 'templating' | 'snapshot' | 'id'> & {
  id: null;
  uid: string;
  title: string;
  description: string;
  tags: string[];
  links: grafana.DashboardLink[];
  annotations: { list: Annotation[] };
  templating: { list: Variable[] };
  panels: (Panel | Row)[];
};
