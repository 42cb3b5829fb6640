"""Planning as algorithms: on plain layers without a pilot, and the choices and tables of a pilot."""

from .choose_thresholds import ChooseThresholds
from .class_coverage import ClassCoverage
from .clean_protected_areas import CleanProtectedAreas
from .connectivity import ConnectivityOfAreas
from .corridors import ALGORITHMS as CORRIDORS
from .cumulative_curve import CumulativeCurve
from .gap_map import GapMap
from .marxan_export import MarxanExport
from .marxan_solve import MarxanSolve
from .pilot_tables import CompareScenarios, Target3
from .place_coverage import PlaceCoverage
from .select_cells import SelectCells
from .select_units import SelectUnits
from .service_coverage import ServiceCoverage
from .spaces import ALGORITHMS as SPACES
from .species_coverage import SpeciesCoverage

ALGORITHMS = (CleanProtectedAreas, PlaceCoverage, ClassCoverage, ServiceCoverage, SpeciesCoverage, ConnectivityOfAreas,
              CumulativeCurve, GapMap, SelectUnits, SelectCells, MarxanSolve, MarxanExport, ChooseThresholds, Target3,
              CompareScenarios, *CORRIDORS, *SPACES)
